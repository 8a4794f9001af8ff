import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { EPOCH_COLUMNS, toEpoch } from './epoch.js';
import { type PolledParams, polledForUsage, polledParams } from './polled-for-usage.js';

/** To SQLite, a limit below zero is none. */
const ALL = { after: 0, limit: -1 };

export function pollTargets(connection: Connection): FleetStore['pollTargets'] {
  const select = connection.prepare((db, p: Params<PolledParams & { after: number; limit: number }>) =>
    polledForUsage(db, p)
      .select(['id', 'esim_id', 'iccid', 'request_iccid', 'status', 'unlimited', ...EPOCH_COLUMNS])
      .select(['answer_fingerprint', 'quiet_until', 'remaining_bytes'])
      .where('id', '>', p.after)
      .orderBy('id')
      .limit(p.limit)
      .$narrowType<{ iccid: string }>(),
  );
  return async (statuses, { after, limit } = ALL) =>
    select.all({ ...polledParams(statuses), after, limit }).map((row) => ({
      esim: row.id,
      esimId: row.esim_id,
      iccid: row.iccid,
      ...(row.request_iccid !== null && { requestIccid: row.request_iccid }),
      status: row.status,
      unlimited: row.unlimited === 1,
      epoch: toEpoch(row),
      remainingBytes: row.remaining_bytes,
      fingerprint: row.answer_fingerprint,
      quietUntil: row.quiet_until,
    }));
}

export function countPollTargets(connection: Connection): FleetStore['countPollTargets'] {
  const count = connection.prepare((db, statuses: Params<PolledParams>) =>
    polledForUsage(db, statuses).select((of) => of.fn.countAll<number>().as('esims')),
  );
  return async (statuses) => count.get(polledParams(statuses))?.esims ?? 0;
}
