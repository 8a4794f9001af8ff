import type { Selectable } from 'kysely';
import type { NotificationTable } from '../../schema/outbox.js';
import type { Notification } from '../../stores/outbox-store.js';
import type { Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';

/** Those of these notifications that are pending, oldest first. */
export function pendingNotificationsQuery(db: Queries, p: Params<{ ids: string }>, { keysIn }: Dialect) {
  return db
    .selectFrom('notification')
    .selectAll()
    .where('id', 'in', keysIn(p.ids))
    .where('message', 'is', null)
    .where('discarded_at', 'is', null)
    .orderBy('id');
}

/** The notifications of a message, oldest first. */
export function messageNotificationsQuery(db: Queries, { messageId }: Params<{ messageId: string }>) {
  return db
    .selectFrom('notification')
    .innerJoin('message', 'message.seq', 'notification.message')
    .selectAll('notification')
    .where('message.id', '=', messageId)
    .orderBy('notification.id');
}

/** Those of these notifications that are in a message, oldest first. */
export function notificationsInQuery(
  db: Queries,
  { ids, messageId }: Params<{ ids: string; messageId: string }>,
  { keysIn }: Dialect,
) {
  return db
    .selectFrom('notification')
    .selectAll()
    .where('id', 'in', keysIn(ids))
    .where('message', '=', (message) =>
      message.selectFrom('message').select('seq').where('message.id', '=', messageId),
    )
    .orderBy('id');
}

export function toNotification(row: Selectable<NotificationTable>): Notification {
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
