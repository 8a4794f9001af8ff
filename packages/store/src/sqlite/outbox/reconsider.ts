import { keyList } from '../../sql/database/dialect.js';
import { pendingMessage, takeOutQuery } from '../../sql/outbox/reconsider.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { discardNotifications } from './discard-notifications.js';
import { messageById } from './message-rows.js';
import { messageNotifications } from './notification-rows.js';
import { notifyBefore } from './notify-before.js';
import { thresholdIn } from './threshold.js';

export function reconsidering(connection: Connection): Pick<OutboxStore, 'reconsider'> {
  const takeOut = connection.prepare(takeOutQuery);
  const refresh = connection.prepare((db, { messageId }: Params<{ messageId: string }>) =>
    db
      .updateTable('notification')
      .from('alert')
      .set((column) => ({ severity: column.ref('alert.severity'), threshold: thresholdIn('alert.notified') }))
      .whereRef('alert.id', '=', 'notification.alert')
      .where('notification.message', '=', (pending) => pendingMessage(pending, messageId)),
  );
  const messageOf = messageById(connection);
  const notificationsOf = messageNotifications(connection);
  const before = notifyBefore(connection);
  const discard = discardNotifications(connection);

  return {
    async reconsider(messageId, at, decide) {
      return connection.transaction(() => {
        const message = messageOf(messageId);
        if (message === null) return null;
        const changes = decide({ message, ...before(message, notificationsOf(messageId), at) });
        const takenOut = [...changes.discard, ...changes.hold].map(({ id }) => id);
        takeOut.run({ ids: keyList(takenOut), messageId });
        discard(changes.discard, at);
        refresh.run({ messageId });
        return changes;
      });
    },
  };
}
