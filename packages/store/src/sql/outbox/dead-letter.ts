import { sql } from 'kysely';
import type { Params, Queries } from '../database/database.js';

/** Pending notices that no attempt was made to send. */
export function untriedNoticesQuery(db: Queries) {
  return db
    .selectFrom('message')
    .selectAll()
    .where('state', '=', sql.lit('pending'))
    .where('kind', '=', 'notice')
    .where('attempts', '=', 0)
    .orderBy('seq');
}

export function rewriteQuery(db: Queries, p: Params<{ id: string; body: string }>) {
  return db.updateTable('message').set({ body: p.body }).where('id', '=', p.id);
}
