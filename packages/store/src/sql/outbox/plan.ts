import type { Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';

export function takeNotificationsQuery(
  db: Queries,
  { ids, seq }: Params<{ ids: string; seq: number }>,
  { keysIn }: Dialect,
) {
  return db
    .updateTable('notification')
    .set({ message: seq })
    .where('id', 'in', keysIn(ids))
    .where('message', 'is', null)
    .where('discarded_at', 'is', null);
}
