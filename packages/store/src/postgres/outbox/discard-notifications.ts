import type { Discarded, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';

/** Marks pending notifications as not to be sent. */
export function discardNotifications(
  connection: Connection,
): (discarded: readonly Discarded[], at: UnixSeconds) => Promise<void> {
  return async (discarded, at) => {
    if (discarded.length === 0) return;
    await connection.change(sql`update notification set discarded_at = ${at}, discard_reason = given.reason
      from ${tableOf('given', discarded, { id: 'bigint', reason: 'text' })}
      where notification.id = given.id and notification.message is null and notification.discarded_at is null`);
  };
}
