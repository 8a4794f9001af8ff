import { randomUUID } from 'node:crypto';
import type { NewMessage, OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { insertMessage } from './insert-message.js';

export function queueing(connection: Connection): Pick<OutboxStore, 'queue'> {
  const queue = queueMessages(connection);
  return {
    async queue(messages) {
      return connection.transaction(() => queue(messages));
    },
  };
}

/** Queues messages within a transaction, and returns their ids. */
export function queueMessages(
  connection: Connection,
): (messages: readonly NewMessage[]) => readonly string[] {
  const insert = insertMessage(connection);
  return (messages) =>
    messages.map(({ id = randomUUID(), ...message }) => {
      insert({ id, ...message });
      return id;
    });
}
