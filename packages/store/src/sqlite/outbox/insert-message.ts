import { StoreError } from '../../store-error.js';
import type { NewMessage } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/**
 * Inserts a pending message that is due at once, and returns its sequence number.
 *
 * @throws StoreError `already-queued` when there is a message with this id.
 */
export function insertMessage(connection: Connection): (message: Required<NewMessage>) => number {
  const insert = connection.prepare((db, p: Params<Required<NewMessage> & { body: string }>) =>
    db
      .insertInto('message')
      .values({
        id: p.id,
        kind: p.kind,
        receiver: p.receiver,
        recipient: p.recipient,
        created_at: p.createdAt,
        body: p.body,
        state: 'pending',
        attempts: 0,
        next_attempt_at: p.createdAt,
      })
      .onConflict((sameId) => sameId.column('id').doNothing())
      .returning('seq'),
  );
  return ({ body, ...message }) => {
    const row = insert.get({ ...message, body: JSON.stringify(body ?? null) });
    if (row === undefined) {
      throw new StoreError('already-queued', `there is a message ${message.id} already`);
    }
    return row.seq;
  };
}
