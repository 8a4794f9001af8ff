import type { Selectable } from 'kysely';
import type { MessageTable } from '../../schema/outbox.js';
import type { MessageHead, StoredMessage } from '../../stores/outbox-store.js';
import type { Params, Queries } from '../database/database.js';

/** Without the body: that of a report has its files. */
export const HEAD_COLUMNS = [
  'message.seq',
  'message.id',
  'message.kind',
  'message.receiver',
  'message.recipient',
  'message.created_at',
  'message.state',
  'message.attempts',
  'message.next_attempt_at',
  'message.last_error',
  'message.finished_at',
] as const;

export type HeadRow = Pick<
  Selectable<MessageTable>,
  (typeof HEAD_COLUMNS)[number] extends `message.${infer Column}` ? Column : never
>;

export function messageQuery(db: Queries, { id }: Params<{ id: string }>) {
  return db.selectFrom('message').selectAll().where('id', '=', id);
}

export function toMessage(row: Selectable<MessageTable>): StoredMessage {
  return { ...toHead(row), body: JSON.parse(row.body) };
}

export function toHead(row: HeadRow): MessageHead {
  return {
    id: row.id,
    kind: row.kind,
    receiver: row.receiver,
    recipient: row.recipient,
    createdAt: row.created_at,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    lastFault: row.last_error === null ? null : JSON.parse(row.last_error),
    sentAt: row.state === 'sent' ? row.finished_at : null,
  };
}
