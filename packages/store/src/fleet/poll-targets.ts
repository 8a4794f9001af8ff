import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { EPOCH_COLUMNS, toEpoch } from './epoch.js';
import type { FleetStore } from './fleet-store.js';

export function pollTargets(connection: Connection): FleetStore['pollTargets'] {
  const select = connection.prepare((db, { statuses }: Params<{ statuses: string }>) =>
    db
      .selectFrom('esim')
      .innerJoin('esim_state', 'esim_state.esim', 'esim.id')
      .select(['id', 'esim_id', 'iccid', 'status', 'unlimited', ...EPOCH_COLUMNS])
      .select(['answer_fingerprint', 'quiet_until', 'remaining_bytes'])
      .where('left_list_at', 'is', null)
      .where('usage_check', '=', 1)
      .where('iccid', 'is not', null)
      .where('iccid_moved_at', 'is', null)
      .where('status', 'in', sql<string>`(select value from json_each(${statuses}))`)
      .orderBy('id')
      .$narrowType<{ iccid: string }>(),
  );
  return (statuses) =>
    select.all({ statuses: JSON.stringify(statuses) }).map((row) => ({
      esim: row.id,
      esimId: row.esim_id,
      iccid: row.iccid,
      status: row.status,
      unlimited: row.unlimited === 1,
      epoch: toEpoch(row),
      remainingBytes: row.remaining_bytes,
      fingerprint: row.answer_fingerprint,
      quietUntil: row.quiet_until,
    }));
}
