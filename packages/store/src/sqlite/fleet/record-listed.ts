import type { EsimKey, ListedEsim, UnixSeconds } from '@roamwatch/core';
import { keyList } from '../../sql/database/dialect.js';
import { type ListedColumns, type StoredEsim, saysTheSame, toColumns } from '../../sql/fleet/listed.js';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { addRejected } from '../rejected/add-rejected.js';
import { forgetClockOf } from './clock-due.js';

/** Most eSIMs say the same as last time: those cost a share of one look-up and of one bulk update. */
export function recordListed(connection: Connection): FleetStore['recordListed'] {
  const find = connection.prepare((db, { esimIds }: Params<{ esimIds: string }>, { textsIn }) =>
    db.selectFrom('esim').selectAll().where('esim_id', 'in', textsIn(esimIds)),
  );
  const findOne = (esimId: string) => find.get({ esimIds: JSON.stringify([esimId]) });
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
  const markListed = connection.prepare(
    (db, { keys, at }: Params<{ keys: string; at: number }>, { keysIn }) =>
      db.updateTable('esim_state').set({ listed_at: at }).where('esim', 'in', keysIn(keys)),
  );

  const reject = addRejected(connection);

  function add(esim: ListedEsim, at: UnixSeconds): void {
    const row = insert.get({ ...toColumns(esim, undefined), esimId: esim.esimId, at });
    if (row !== undefined) insertState.run({ esim: row.id, at });
  }

  function change(esim: ListedEsim, stored: StoredEsim | undefined, at: UnixSeconds): void {
    if (esim.iccid !== null) takeIccid.run({ iccid: esim.iccid, esimId: esim.esimId, at });
    if (stored === undefined) {
      add(esim, at);
    } else {
      update.run({ ...toColumns(esim, stored), id: stored.id });
      forgetClock(stored.id);
    }
  }

  return async ({ esims, rejected }, at) =>
    connection.transaction(() => {
      reject(null, rejected, at);
      const esimIds = JSON.stringify(esims.map(({ esimId }) => esimId));
      const before = new Map(find.all({ esimIds }).map((row) => [row.esim_id, row]));
      const listed: EsimKey[] = [];
      let changed = false;
      for (const esim of esims) {
        // A change can be about an eSIM that comes again in this very batch.
        const stored = changed ? findOne(esim.esimId) : before.get(esim.esimId);
        if (stored !== undefined) listed.push(stored.id);
        if (stored !== undefined && saysTheSame(stored, esim)) continue;
        change(esim, stored, at);
        changed = true;
      }
      markListed.run({ keys: keyList(listed), at });
    });
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
