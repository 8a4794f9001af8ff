import type { ExpressionBuilder, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Schema } from '../../schema/schema.js';
import type { Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';

export function takeOutQuery(
  db: Queries,
  { ids, messageId }: Params<{ ids: string; messageId: string }>,
  { keysIn }: Dialect,
) {
  return db
    .updateTable('notification')
    .set({ message: null })
    .where('id', 'in', keysIn(ids))
    .where('message', '=', (pending) => pendingMessage(pending, messageId));
}

export function pendingMessage(db: ExpressionBuilder<Schema, 'notification'>, messageId: RawBuilder<string>) {
  return db
    .selectFrom('message')
    .select('seq')
    .where('message.id', '=', messageId)
    .where('state', '=', sql.lit('pending'));
}
