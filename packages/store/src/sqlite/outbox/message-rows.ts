import { messageQuery, toMessage } from '../../sql/outbox/message-rows.js';
import type { StoredMessage } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';

/** Reads one message; null when there is none. */
export function messageById(connection: Connection): (id: string) => StoredMessage | null {
  const select = connection.prepare(messageQuery);
  return (id) => {
    const row = select.get({ id });
    return row === undefined ? null : toMessage(row);
  };
}
