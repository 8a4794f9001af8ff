import type { Params, Queries } from '../database/database.js';

export function discardNotificationQuery(db: Queries, p: Params<{ id: number; at: number; reason: string }>) {
  return db
    .updateTable('notification')
    .set({ discarded_at: p.at, discard_reason: p.reason })
    .where('id', '=', p.id)
    .where('message', 'is', null)
    .where('discarded_at', 'is', null);
}
