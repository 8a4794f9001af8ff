import type { Selectable } from 'kysely';
import type { MessageTable } from '../../schema/outbox.js';
import type { StoredMessage } from '../../stores/outbox-store.js';
import type { Params, Queries } from '../database/database.js';

export function messageQuery(db: Queries, { id }: Params<{ id: string }>) {
  return db.selectFrom('message').selectAll().where('id', '=', id);
}

export function toMessage(row: Selectable<MessageTable>): StoredMessage {
  return {
    id: row.id,
    kind: row.kind,
    receiver: row.receiver,
    recipient: row.recipient,
    createdAt: row.created_at,
    body: JSON.parse(row.body),
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    lastFault: row.last_error === null ? null : JSON.parse(row.last_error),
    sentAt: row.state === 'sent' ? row.finished_at : null,
  };
}
