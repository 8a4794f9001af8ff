import { type EsimKey, likelyIccids } from '@roamwatch/core';
import type { EsimNames, PushStore } from '../../stores/push-store.js';
import type { Database, Params } from '../database/database.js';

/** By ICCID, else by eSIM id, else by an ICCID that differs in its check digit alone: the worst of a wrong guess is a poll. */
export function identify(database: Database): PushStore['identify'] {
  const byIccid = database.prepare((db, { iccids }: Params<{ iccids: string }>, { textsIn }) =>
    db
      .selectFrom('esim')
      .select(['id', 'iccid as name'])
      .where('iccid', 'in', textsIn(iccids))
      .where('iccid_moved_at', 'is', null),
  );
  const byEsimId = database.prepare((db, { ids }: Params<{ ids: string }>, { textsIn }) =>
    db.selectFrom('esim').select(['id', 'esim_id as name']).where('esim_id', 'in', textsIn(ids)),
  );
  const byAlias = database.prepare((db, { ids }: Params<{ ids: string }>, { textsIn }) =>
    db
      .selectFrom('esim_alias')
      .select(['esim as id', 'esim_id as name'])
      .where('esim_id', 'in', textsIn(ids)),
  );

  return async (names) => {
    const iccids = [
      ...new Set(names.flatMap(({ iccid }) => (iccid === null ? [] : [iccid, ...likelyIccids(iccid)]))),
    ];
    const ids = JSON.stringify([...new Set(names.flatMap(({ esimId }) => esimId ?? []))]);
    const ofIccid = keysByName(await byIccid.all({ iccids: JSON.stringify(iccids) }));
    const ofEsimId = keysByName([...(await byEsimId.all({ ids })), ...(await byAlias.all({ ids }))]);
    return names.map((name) => keyOf(name, ofIccid, ofEsimId));
  };
}

type Keys = ReadonlyMap<string, EsimKey>;

function keyOf({ iccid, esimId }: EsimNames, ofIccid: Keys, ofEsimId: Keys): EsimKey | null {
  const exact = ofIccid.get(iccid ?? '') ?? ofEsimId.get(esimId ?? '');
  if (exact !== undefined || iccid === null) return exact ?? null;
  const likely = likelyIccids(iccid).find((one) => ofIccid.has(one));
  return likely === undefined ? null : (ofIccid.get(likely) ?? null);
}

function keysByName(rows: readonly { readonly id: number; readonly name: string | null }[]): Keys {
  return new Map(rows.map(({ id, name }) => [name ?? '', id]));
}
