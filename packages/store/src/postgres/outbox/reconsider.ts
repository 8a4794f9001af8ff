import { sql } from 'kysely';
import { keyList } from '../../sql/database/dialect.js';
import { notificationsInQuery, toNotification } from '../../sql/outbox/notification-rows.js';
import { messageParts } from '../../sql/outbox/parts.js';
import { takeOutQuery } from '../../sql/outbox/reconsider.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { THRESHOLD } from './add-notifications.js';
import { discardNotifications } from './discard-notifications.js';
import { lockedMessage } from './message-rows.js';
import { notifyBefore } from './notify-before.js';

export function reconsidering(connection: Connection): Pick<OutboxStore, 'partsOf' | 'reconsider'> {
  const takeOut = connection.prepare(takeOutQuery);
  const messageOf = lockedMessage(connection);
  const notificationsOf = connection.prepare(notificationsInQuery);
  const before = notifyBefore(connection);
  const discard = discardNotifications(connection);

  async function refresh(messageId: string, ids: readonly number[]): Promise<void> {
    await connection.change(sql`update notification set severity = alert.severity, threshold = ${THRESHOLD}
      from alert where alert.id = notification.alert
      and notification.id in ${connection.dialect.keysIn(sql.val(keyList(ids)))}
      and notification.message = (select seq from message where id = ${messageId} and state = 'pending')`);
  }

  return {
    partsOf: messageParts(connection),

    reconsider: ({ messageId, notificationIds }, at, decide) =>
      connection.transaction(async () => {
        const message = await messageOf(messageId);
        if (message === null) return null;
        const rows = await notificationsOf.all({ messageId, ids: keyList(notificationIds) });
        const changes = decide({ message, ...(await before(message, rows.map(toNotification), at)) });
        const takenOut = [...changes.discard, ...changes.hold].map(({ id }) => id);
        await takeOut.run({ ids: keyList(takenOut), messageId });
        await discard(changes.discard, at);
        await refresh(messageId, notificationIds);
        return changes;
      }),
  };
}
