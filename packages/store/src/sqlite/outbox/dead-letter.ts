import { rewriteQuery, untriedNoticesQuery } from '../../sql/outbox/dead-letter.js';
import { toMessage } from '../../sql/outbox/message-rows.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import { alertsById } from '../alerts/alerts-by-id.js';
import type { Connection } from '../database/connection.js';
import { finishMessage } from './delivery.js';
import { messageById } from './message-rows.js';
import { messageNotifications } from './notification-rows.js';
import { queueMessages } from './queue.js';

export function deadLettering(connection: Connection): Pick<OutboxStore, 'deadLetter'> {
  const untriedNotices = connection.prepare(untriedNoticesQuery);
  const rewrite = connection.prepare(rewriteQuery);
  const finish = finishMessage(connection);
  const messageOf = messageById(connection);
  const notificationsOf = messageNotifications(connection);
  const alertsOf = alertsById(connection);
  const queue = queueMessages(connection);

  return {
    async deadLetter({ id, at, fault, holder }, decide) {
      return connection.transaction(() => {
        if (!finish({ id, at, holder, state: 'dead', error: JSON.stringify(fault) })) return null;
        const message = messageOf(id);
        if (message === null) return null;
        const notifications = notificationsOf(id);
        const changes = decide({
          message,
          notifications,
          alerts: alertsOf(
            notifications.map(({ alertId }) => alertId),
            at,
          ),
          notices: untriedNotices.all({}).map(toMessage),
        });
        for (const { id: notice, body } of changes.rewrite) {
          rewrite.run({ id: notice, body: JSON.stringify(body ?? null) });
        }
        queue(changes.queue);
        return changes;
      });
    },
  };
}
