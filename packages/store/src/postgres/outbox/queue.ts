import { randomUUID } from 'node:crypto';
import { insertMessageQuery } from '../../sql/outbox/insert-message.js';
import { StoreError } from '../../store-error.js';
import type { NewMessage, OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';

export function queueing(connection: Connection): Pick<OutboxStore, 'queue'> {
  const queue = queueMessages(connection);
  return { queue: (messages) => connection.transaction(() => queue(messages)) };
}

/** Queues messages within a transaction, and returns their ids. */
export function queueMessages(
  connection: Connection,
): (messages: readonly NewMessage[]) => Promise<readonly string[]> {
  const insert = insertMessage(connection);
  return async (messages) => {
    const ids: string[] = [];
    for (const { id = randomUUID(), ...message } of messages) {
      await insert({ id, ...message });
      ids.push(id);
    }
    return ids;
  };
}

/**
 * Inserts a pending message that is due at once, and returns its sequence number.
 *
 * @throws StoreError `already-queued` when there is a message with this id.
 */
export function insertMessage(connection: Connection): (message: Required<NewMessage>) => Promise<number> {
  const insert = connection.prepare(insertMessageQuery);
  return async ({ body, ...message }) => {
    const lease = { leaseHolder: null, leaseUntil: null };
    const row = await insert.get({ ...message, ...lease, body: JSON.stringify(body ?? null) });
    if (row === undefined) throw new StoreError('already-queued', `there is a message ${message.id} already`);
    return row.seq;
  };
}
