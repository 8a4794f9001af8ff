import type { EsimKey, ListedEsim, UnixSeconds } from '@roamwatch/core';
import type { Selectable } from 'kysely';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';
import type { EsimTable } from '../schema/esim.js';
import { forgetClockOf } from './clock-due.js';
import type { FleetStore } from './fleet-store.js';

/** The columns that say what the list says. */
type ListedColumns = Pick<
  Selectable<EsimTable>,
  | 'iccid'
  | 'status'
  | 'usage_check'
  | 'unlimited'
  | 'top_up'
  | 'notes'
  | 'created_at'
  | 'updated_at'
  | 'expires_at'
>;

/** Most eSIMs say the same as last time: those cost one look-up and a share of one bulk update. */
export function recordListed(connection: Connection): FleetStore['recordListed'] {
  const find = connection.prepare((db, { esimId }: Params<{ esimId: string }>) =>
    db.selectFrom('esim').selectAll().where('esim_id', '=', esimId),
  );
  const insert = connection.prepare((db, p: Params<ListedColumns & { esimId: string; at: number }>) =>
    db
      .insertInto('esim')
      .values({ ...listedValues(p), esim_id: p.esimId, first_seen_at: p.at })
      .returning('id'),
  );
  const update = connection.prepare((db, p: Params<ListedColumns & { id: number }>) =>
    db
      .updateTable('esim')
      .set({ ...listedValues(p), iccid_moved_at: null, left_list_at: null })
      .where('id', '=', p.id),
  );
  const insertState = connection.prepare((db, { esim, at }: Params<{ esim: number; at: number }>) =>
    db.insertInto('esim_state').values({ esim, listed_at: at }),
  );
  const takeIccid = connection.prepare(
    (db, { iccid, esimId, at }: Params<{ iccid: string; esimId: string; at: number }>) =>
      db
        .updateTable('esim')
        .set({ iccid_moved_at: at })
        .where('iccid', '=', iccid)
        .where('iccid_moved_at', 'is', null)
        .where('esim_id', '<>', esimId),
  );
  const forgetClock = forgetClockOf(connection);
  const markListed = connection.prepare((db, { keys, at }: Params<{ keys: string; at: number }>) =>
    db.updateTable('esim_state').set({ listed_at: at }).where('esim', 'in', keysIn(keys)),
  );

  function add(esim: ListedEsim, at: UnixSeconds): void {
    const row = insert.get({ ...toColumns(esim, null), esimId: esim.esimId, at });
    if (row !== undefined) insertState.run({ esim: row.id, at });
  }

  function record(esim: ListedEsim, at: UnixSeconds): EsimKey | null {
    const stored = find.get({ esimId: esim.esimId });
    const columns = toColumns(esim, stored?.iccid ?? null);
    const same =
      stored !== undefined &&
      stored.left_list_at === null &&
      (stored.iccid_moved_at === null || esim.iccid === null) &&
      saysTheSame(stored, columns);
    if (same) return stored.id;
    if (esim.iccid !== null) takeIccid.run({ iccid: esim.iccid, esimId: esim.esimId, at });
    if (stored === undefined) {
      add(esim, at);
      return null;
    }
    update.run({ ...columns, id: stored.id });
    forgetClock(stored.id);
    return stored.id;
  }

  return (esims, at) =>
    connection.transaction(() => {
      const known = esims.map((esim) => record(esim, at)).filter((key) => key !== null);
      markListed.run({ keys: keyList(known), at });
    });
}

function listedValues(p: Params<ListedColumns>) {
  return {
    iccid: p.iccid,
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

function toColumns(esim: ListedEsim, knownIccid: string | null): ListedColumns {
  return {
    iccid: esim.iccid ?? knownIccid,
    status: esim.status,
    usage_check: Number(esim.usageCheck),
    unlimited: Number(esim.unlimited),
    top_up: Number(esim.topUp),
    notes: JSON.stringify(esim.notes),
    created_at: esim.createdAt,
    updated_at: esim.updatedAt,
    expires_at: esim.expiresAt,
  };
}

function saysTheSame(stored: ListedColumns, said: ListedColumns): boolean {
  return (
    stored.iccid === said.iccid &&
    stored.status === said.status &&
    stored.usage_check === said.usage_check &&
    stored.unlimited === said.unlimited &&
    stored.top_up === said.top_up &&
    stored.notes === said.notes &&
    stored.created_at === said.created_at &&
    stored.updated_at === said.updated_at &&
    stored.expires_at === said.expires_at
  );
}
