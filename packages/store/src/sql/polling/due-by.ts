import type { PollingStore } from '../../stores/polling-store.js';
import type { Database, Params } from '../database/database.js';
import { type PolledParams, polledForUsage, polledParams } from '../fleet/polled-for-usage.js';

export function dueBy(database: Database): PollingStore['dueBy'] {
  type Wanted = PolledParams & { now: number; after: number; limit: number };
  const select = database.prepare((db, p: Params<Wanted>, dialect) =>
    polledForUsage(db, p, dialect)
      .innerJoin('poll_memory', 'poll_memory.esim', 'esim.id')
      .select('id')
      .where('due_at', '<=', p.now)
      .where('id', '>', p.after)
      .orderBy('id')
      .limit(p.limit),
  );
  return async (now, statuses, page) =>
    (await select.all({ now, ...polledParams(statuses), ...page })).map(({ id }) => id);
}
