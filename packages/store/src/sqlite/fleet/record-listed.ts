import type { EsimKey, ListedEsim, UnixSeconds } from '@roamwatch/core';
import { keyList } from '../../sql/database/dialect.js';
import type { ListedColumns, StoredEsim } from '../../sql/fleet/listed.js';
import {
  type Alias,
  compareWithStored,
  decideListing,
  type ListingChanges,
} from '../../sql/fleet/listing.js';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';
import { othersTurn } from '../database/others-turn.js';
import type { Params } from '../database/statement.js';
import { addRejected } from '../rejected/add-rejected.js';
import { forgetClockOf } from './clock-due.js';

/** Most eSIMs are unchanged: those cost a share of two look-ups. */
export function recordListed(connection: Connection): FleetStore['recordListed'] {
  const loadNamed = loadByEsimIds(connection);
  const loadCards = loadByIccids(connection);
  const write = writeChanges(connection);
  const reject = addRejected(connection);
  return async ({ esims, rejected }, at) => {
    // Decoding a part of the list takes as long as storing it: together they would delay others twice as much.
    await othersTurn();
    return connection.transaction(() => {
      reject(null, rejected, at);
      const { rows, aliases } = loadNamed(esims);
      const { newlySaid, unchanged } = compareWithStored(esims, rows, aliases);
      if (newlySaid.length === 0) return unchanged;
      return write(decideListing(esims, [...rows, ...loadCards(newlySaid)], aliases), at);
    });
  };
}

interface Loaded {
  readonly rows: readonly StoredEsim[];
  readonly aliases: readonly Alias[];
}

function loadByEsimIds(connection: Connection): (esims: readonly ListedEsim[]) => Loaded {
  const ofIds = connection.prepare((db, { ids }: Params<{ ids: string }>, { textsIn }) =>
    db.selectFrom('esim').selectAll().where('esim_id', 'in', textsIn(ids)),
  );
  const aliasesOf = connection.prepare((db, { ids }: Params<{ ids: string }>, { textsIn }) =>
    db.selectFrom('esim_alias').select(['esim_id as esimId', 'esim']).where('esim_id', 'in', textsIn(ids)),
  );
  const ofKeys = connection.prepare((db, { keys }: Params<{ keys: string }>, { keysIn }) =>
    db.selectFrom('esim').selectAll().where('id', 'in', keysIn(keys)),
  );
  return (esims) => {
    const ids = JSON.stringify(esims.map(({ esimId }) => esimId));
    const rows = ofIds.all({ ids });
    const aliases = aliasesOf.all({ ids });
    if (aliases.length === 0) return { rows, aliases };
    const keys = keyList(aliases.map(({ esim }) => esim));
    return { rows: [...rows, ...ofKeys.all({ keys })], aliases };
  };
}

function loadByIccids(connection: Connection): (esims: readonly ListedEsim[]) => readonly StoredEsim[] {
  const ofIccids = connection.prepare((db, { iccids }: Params<{ iccids: string }>, { textsIn }) =>
    db
      .selectFrom('esim')
      .selectAll()
      .where('iccid', 'in', textsIn(iccids))
      .where('iccid_moved_at', 'is', null),
  );
  return (esims) => ofIccids.all({ iccids: JSON.stringify(esims.flatMap(({ iccid }) => iccid ?? [])) });
}

/** Returns the keys of all that were listed. */
function writeChanges(connection: Connection): (changes: ListingChanges, at: UnixSeconds) => EsimKey[] {
  type Row = ListedColumns & Pick<StoredEsim, 'listed_as'>;
  const insert = connection.prepare((db, p: Params<Row & { esim_id: string; at: number }>) =>
    db
      .insertInto('esim')
      .values({ ...listedValues(p), esim_id: p.esim_id, listed_as: p.listed_as, first_seen_at: p.at })
      .returning('id'),
  );
  const update = connection.prepare((db, p: Params<Row & { id: number }>) =>
    db
      .updateTable('esim')
      .set({ ...listedValues(p), listed_as: p.listed_as, iccid_moved_at: null, left_list_at: null })
      .where('id', '=', p.id),
  );
  const release = connection.prepare((db, { keys, at }: Params<{ keys: string; at: number }>, { keysIn }) =>
    db
      .updateTable('esim')
      .set({ iccid_moved_at: at })
      .where('id', 'in', keysIn(keys))
      .where('iccid_moved_at', 'is', null),
  );
  const insertStates = connection.prepare((db, { keys }: Params<{ keys: string }>, { keysIn }) =>
    db
      .insertInto('esim_state')
      .columns(['esim'])
      .expression(db.selectFrom('esim').select('id').where('id', 'in', keysIn(keys))),
  );
  const alias = connection.prepare((db, { esimId, esim }: Params<{ esimId: string; esim: number }>) =>
    db.replaceInto('esim_alias').values({ esim_id: esimId, esim }),
  );
  const forgetClock = forgetClockOf(connection);

  return ({ changed, added, aliases, listed }, at) => {
    // Out of the index of ICCIDs in use first: one may have gone from one to the next.
    if (changed.length > 0) release.run({ keys: keyList(changed.map(({ id }) => id)), at });
    for (const row of changed) {
      update.run(row);
      forgetClock(row.id);
    }
    const keys = new Map<number, number>();
    for (const row of added) {
      const key = insert.get({ ...row, at })?.id;
      if (key !== undefined) keys.set(row.id, key);
    }
    if (keys.size > 0) insertStates.run({ keys: keyList([...keys.values()]) });
    for (const { esimId, esim } of aliases) alias.run({ esimId, esim: keys.get(esim) ?? esim });
    return [...listed, ...keys.values()];
  };
}

function listedValues(p: Params<ListedColumns>) {
  return {
    iccid: p.iccid,
    request_iccid: p.request_iccid,
    status: p.status,
    usage_check: p.usage_check,
    unlimited: p.unlimited,
    top_up: p.top_up,
    notes: p.notes,
    created_at: p.created_at,
    updated_at: p.updated_at,
    expires_at: p.expires_at,
  };
}
