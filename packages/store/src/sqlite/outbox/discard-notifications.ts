import type { Discarded, UnixSeconds } from '@roamwatch/core';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** Marks pending notifications as not to be sent. */
export function discardNotifications(
  connection: Connection,
): (discarded: readonly Discarded[], at: UnixSeconds) => void {
  const update = connection.prepare((db, p: Params<{ id: number; at: number; reason: string }>) =>
    db
      .updateTable('notification')
      .set({ discarded_at: p.at, discard_reason: p.reason })
      .where('id', '=', p.id)
      .where('message', 'is', null)
      .where('discarded_at', 'is', null),
  );
  return (discarded, at) => {
    for (const { id, reason } of discarded) update.run({ id, reason, at });
  };
}
