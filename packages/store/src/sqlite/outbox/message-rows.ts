import type { Selectable } from 'kysely';
import type { MessageTable } from '../../schema/outbox.js';
import type { StoredMessage } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** Reads one message; null when there is none. */
export function messageById(connection: Connection): (id: string) => StoredMessage | null {
  const select = connection.prepare((db, { id }: Params<{ id: string }>) =>
    db.selectFrom('message').selectAll().where('id', '=', id),
  );
  return (id) => {
    const row = select.get({ id });
    return row === undefined ? null : toMessage(row);
  };
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
    lastError: row.last_error,
    sentAt: row.state === 'sent' ? row.finished_at : null,
  };
}
