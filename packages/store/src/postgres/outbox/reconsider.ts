import { sql } from 'kysely';
import { keyList } from '../../sql/database/dialect.js';
import { messageNotificationsQuery, toNotification } from '../../sql/outbox/notification-rows.js';
import { takeOutQuery } from '../../sql/outbox/reconsider.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { THRESHOLD } from './add-notifications.js';
import { discardNotifications } from './discard-notifications.js';
import { lockedMessage } from './message-rows.js';
import { notifyBefore } from './notify-before.js';

export function reconsidering(connection: Connection): Pick<OutboxStore, 'reconsider'> {
  const takeOut = connection.prepare(takeOutQuery);
  const messageOf = lockedMessage(connection);
  const notificationsOf = connection.prepare(messageNotificationsQuery);
  const before = notifyBefore(connection);
  const discard = discardNotifications(connection);

  async function refresh(messageId: string): Promise<void> {
    await connection.change(sql`update notification set severity = alert.severity, threshold = ${THRESHOLD}
      from alert where alert.id = notification.alert and notification.message =
        (select seq from message where id = ${messageId} and state = 'pending')`);
  }

  return {
    reconsider: (messageId, at, decide) =>
      connection.transaction(async () => {
        const message = await messageOf(messageId);
        if (message === null) return null;
        const notifications = (await notificationsOf.all({ messageId })).map(toNotification);
        const changes = decide({ message, ...(await before(message, notifications, at)) });
        const takenOut = [...changes.discard, ...changes.hold].map(({ id }) => id);
        await takeOut.run({ ids: keyList(takenOut), messageId });
        await discard(changes.discard, at);
        await refresh(messageId);
        return changes;
      }),
  };
}
