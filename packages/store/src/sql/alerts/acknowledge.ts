import type { Params, Queries } from '../database/database.js';

export function acknowledgeQuery(
  db: Queries,
  p: Params<{ id: number; at: number; by: string; comment: string }>,
) {
  return db
    .updateTable('alert')
    .set({ acknowledged_at: p.at, acknowledged_by: p.by, acknowledged_comment: p.comment })
    .where('id', '=', p.id)
    .where('state', '=', 'open')
    .returning('severity');
}

export function unacknowledgeQuery(db: Queries, p: Params<{ id: number }>) {
  return db
    .updateTable('alert')
    .set({ acknowledged_at: null, acknowledged_by: null, acknowledged_comment: null })
    .where('id', '=', p.id)
    .where('state', '=', 'open')
    .where('acknowledged_at', 'is not', null)
    .returning('severity');
}
