import type { Selectable } from 'kysely';
import type { NotificationTable } from '../../schema/outbox.js';
import type { Notification } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';

/** Reads those of these notifications that are pending, oldest first. */
export function pendingNotifications(
  connection: Connection,
): (ids: readonly number[]) => readonly Notification[] {
  const select = connection.prepare((db, p: Params<{ ids: string }>) =>
    db
      .selectFrom('notification')
      .selectAll()
      .where('id', 'in', keysIn(p.ids))
      .where('message', 'is', null)
      .where('discarded_at', 'is', null)
      .orderBy('id'),
  );
  return (ids) => select.all({ ids: keyList(ids) }).map(toNotification);
}

/** Reads the notifications of a message, oldest first. */
export function messageNotifications(connection: Connection): (messageId: string) => readonly Notification[] {
  const select = connection.prepare((db, { messageId }: Params<{ messageId: string }>) =>
    db
      .selectFrom('notification')
      .innerJoin('message', 'message.seq', 'notification.message')
      .selectAll('notification')
      .where('message.id', '=', messageId)
      .orderBy('notification.id'),
  );
  return (messageId) => select.all({ messageId }).map(toNotification);
}

function toNotification(row: Selectable<NotificationTable>): Notification {
  return {
    id: row.id,
    change: row.change,
    alertId: row.alert,
    severity: row.severity,
    threshold: row.threshold,
    receiver: row.receiver,
    recipient: row.recipient,
    at: row.at,
  };
}
