import type { PollingStore } from '../../stores/polling-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { type PolledParams, polledForUsage, polledParams } from '../fleet/polled-for-usage.js';

export function dueBy(connection: Connection): PollingStore['dueBy'] {
  type Wanted = PolledParams & { now: number; after: number; limit: number };
  const select = connection.prepare((db, p: Params<Wanted>) =>
    polledForUsage(db, p)
      .innerJoin('poll_memory', 'poll_memory.esim', 'esim.id')
      .select('id')
      .where('due_at', '<=', p.now)
      .where('id', '>', p.after)
      .orderBy('id')
      .limit(p.limit),
  );
  return async (now, statuses, page) =>
    select.all({ now, ...polledParams(statuses), ...page }).map(({ id }) => id);
}
