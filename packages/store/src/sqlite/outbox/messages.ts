import { type Selectable, sql } from 'kysely';
import type { MessageTable } from '../../schema/outbox.js';
import type { OutboxStore, StoredMessage } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export function message(connection: Connection): OutboxStore['message'] {
  const select = connection.prepare((db, { id }: Params<{ id: string }>) =>
    db.selectFrom('message').selectAll().where('id', '=', id),
  );
  return (id) => {
    const row = select.get({ id });
    return row === undefined ? null : toMessage(row);
  };
}

export function undelivered(connection: Connection): OutboxStore['undelivered'] {
  const select = connection.prepare((db) =>
    db
      .selectFrom('message')
      .selectAll()
      .where((is) => is.or([is('state', '=', sql.lit('pending')), is('state', '=', sql.lit('dead'))]))
      .orderBy('seq'),
  );
  return () => select.all({}).map(toMessage);
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
