import type { Discarded, UnixSeconds } from '@roamwatch/core';
import { discardNotificationQuery } from '../../sql/outbox/discard-notifications.js';
import type { Connection } from '../database/connection.js';

/** Marks pending notifications as not to be sent. */
export function discardNotifications(
  connection: Connection,
): (discarded: readonly Discarded[], at: UnixSeconds) => void {
  const update = connection.prepare(discardNotificationQuery);
  return (discarded, at) => {
    for (const { id, reason } of discarded) update.run({ id, reason, at });
  };
}
