import { insertMessageQuery } from '../../sql/outbox/insert-message.js';
import { StoreError } from '../../store-error.js';
import type { NewMessage } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';

/**
 * Inserts a pending message that is due at once, and returns its sequence number.
 *
 * @throws StoreError `already-queued` when there is a message with this id.
 */
export function insertMessage(connection: Connection): (message: Required<NewMessage>) => number {
  const insert = connection.prepare(insertMessageQuery);
  return ({ body, ...message }) => {
    const row = insert.get({ ...message, body: JSON.stringify(body ?? null) });
    if (row === undefined) {
      throw new StoreError('already-queued', `there is a message ${message.id} already`);
    }
    return row.seq;
  };
}
