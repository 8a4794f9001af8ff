import { messageQuery, toMessage } from '../../sql/outbox/message-rows.js';
import type { StoredMessage } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';

/** Reads one message, and keeps others from changing it until the transaction ends; null when there is none. */
export function lockedMessage(connection: Connection): (id: string) => Promise<StoredMessage | null> {
  const select = connection.prepare((db, p: { readonly id: Parameters<typeof messageQuery>[1]['id'] }) =>
    messageQuery(db, p).forUpdate(),
  );
  return async (id) => {
    const row = await select.get({ id });
    return row === undefined ? null : toMessage(row);
  };
}
