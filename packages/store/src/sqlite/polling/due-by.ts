import type { PollingStore } from '../../stores/polling-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { polledForUsage } from '../fleet/polled-for-usage.js';

export function dueBy(connection: Connection): PollingStore['dueBy'] {
  type Wanted = { statuses: string; now: number; after: number; limit: number };
  const select = connection.prepare((db, { statuses, now, after, limit }: Params<Wanted>) =>
    polledForUsage(db, statuses)
      .innerJoin('poll_memory', 'poll_memory.esim', 'esim.id')
      .select('id')
      .where('due_at', '<=', now)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit),
  );
  return async (now, statuses, page) =>
    select.all({ now, statuses: JSON.stringify(statuses), ...page }).map(({ id }) => id);
}
