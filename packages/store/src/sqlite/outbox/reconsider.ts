import { keyList } from '../../sql/database/dialect.js';
import { messageParts } from '../../sql/outbox/parts.js';
import { pendingMessage, takeOutQuery } from '../../sql/outbox/reconsider.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { othersTurn } from '../database/others-turn.js';
import type { Params } from '../database/statement.js';
import { discardNotifications } from './discard-notifications.js';
import { messageById } from './message-rows.js';
import { notificationsIn } from './notification-rows.js';
import { notifyBefore } from './notify-before.js';
import { thresholdIn } from './threshold.js';

export function reconsidering(connection: Connection): Pick<OutboxStore, 'partsOf' | 'reconsider'> {
  const takeOut = connection.prepare(takeOutQuery);
  const refresh = connection.prepare((db, p: Params<{ ids: string; messageId: string }>, { keysIn }) =>
    db
      .updateTable('notification')
      .from('alert')
      .set((column) => ({
        severity: column.ref('alert.severity'),
        threshold: thresholdIn('alert.notified'),
      }))
      .whereRef('alert.id', '=', 'notification.alert')
      .where('notification.id', 'in', keysIn(p.ids))
      .where('notification.message', '=', (pending) => pendingMessage(pending, p.messageId)),
  );
  const messageOf = messageById(connection);
  const notificationsOf = notificationsIn(connection);
  const before = notifyBefore(connection);
  const discard = discardNotifications(connection);

  return {
    partsOf: messageParts(connection),

    async reconsider({ messageId, notificationIds }, at, decide) {
      // Those of a fleet are many parts: between two of them others get their turn.
      await othersTurn();
      return connection.transaction(() => {
        const message = messageOf(messageId);
        if (message === null) return null;
        const notifications = notificationsOf(messageId, notificationIds);
        const changes = decide({ message, ...before(message, notifications, at) });
        const takenOut = [...changes.discard, ...changes.hold].map(({ id }) => id);
        takeOut.run({ ids: keyList(takenOut), messageId });
        discard(changes.discard, at);
        refresh.run({ ids: keyList(notificationIds), messageId });
        return changes;
      });
    },
  };
}
