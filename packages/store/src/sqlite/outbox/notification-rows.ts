import { keyList } from '../../sql/database/dialect.js';
import {
  messageNotificationsQuery,
  notificationsInQuery,
  pendingNotificationsQuery,
  toNotification,
} from '../../sql/outbox/notification-rows.js';
import type { Notification } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';

/** Reads those of these notifications that are pending, oldest first. */
export function pendingNotifications(
  connection: Connection,
): (ids: readonly number[]) => readonly Notification[] {
  const select = connection.prepare(pendingNotificationsQuery);
  return (ids) => select.all({ ids: keyList(ids) }).map(toNotification);
}

/** Reads the notifications of a message, oldest first. */
export function messageNotifications(connection: Connection): (messageId: string) => readonly Notification[] {
  const select = connection.prepare(messageNotificationsQuery);
  return (messageId) => select.all({ messageId }).map(toNotification);
}

/** Reads those of these notifications that are in a message, oldest first. */
export function notificationsIn(
  connection: Connection,
): (messageId: string, ids: readonly number[]) => readonly Notification[] {
  const select = connection.prepare(notificationsInQuery);
  return (messageId, ids) => select.all({ messageId, ids: keyList(ids) }).map(toNotification);
}
