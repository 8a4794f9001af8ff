import type { UnixSeconds } from '@roamwatch/core';
import { insertMessageQuery } from '../../sql/outbox/insert-message.js';
import { StoreError } from '../../store-error.js';
import type { NewMessage } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';

/** Keeps others from claiming a message. */
export interface Held {
  readonly by: string;
  readonly until: UnixSeconds;
}

/**
 * Inserts a pending message that is due at once, or as soon as nobody holds it, and returns its sequence number.
 *
 * @throws StoreError `already-queued` when there is a message with this id.
 */
export function insertMessage(
  connection: Connection,
): (message: Required<NewMessage>, held?: Held | null) => number {
  const insert = connection.prepare(insertMessageQuery);
  return ({ body, ...message }, held = null) => {
    const lease = { leaseHolder: held?.by ?? null, leaseUntil: held?.until ?? null };
    const row = insert.get({ ...message, ...lease, body: JSON.stringify(body ?? null) });
    if (row === undefined) {
      throw new StoreError('already-queued', `there is a message ${message.id} already`);
    }
    return row.seq;
  };
}
