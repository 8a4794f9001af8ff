import { rewriteQuery, untriedNoticesQuery } from '../../sql/outbox/dead-letter.js';
import { finishQuery } from '../../sql/outbox/delivery.js';
import { toMessage } from '../../sql/outbox/message-rows.js';
import { messageNotificationsQuery, toNotification } from '../../sql/outbox/notification-rows.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import { alertsById } from '../alerts/alerts-by-id.js';
import type { Connection } from '../database/connection.js';
import { lockedMessage } from './message-rows.js';
import { queueMessages } from './queue.js';

export function deadLettering(connection: Connection): Pick<OutboxStore, 'deadLetter'> {
  const untriedNotices = connection.prepare((...given: Parameters<typeof untriedNoticesQuery>) =>
    untriedNoticesQuery(...given).forUpdate(),
  );
  const rewrite = connection.prepare(rewriteQuery);
  const finish = connection.prepare(finishQuery);
  const messageOf = lockedMessage(connection);
  const notificationsOf = connection.prepare(messageNotificationsQuery);
  const alertsOf = alertsById(connection);
  const queue = queueMessages(connection);

  return {
    deadLetter: ({ id, at, fault, holder }, decide) =>
      connection.transaction(async () => {
        if ((await finish.run({ id, at, holder, state: 'dead', error: JSON.stringify(fault) })) === 0)
          return null;
        const message = await messageOf(id);
        if (message === null) return null;
        const notifications = (await notificationsOf.all({ messageId: id })).map(toNotification);
        const alertIds = notifications.map(({ alertId }) => alertId);
        const changes = decide({
          message,
          notifications,
          alerts: await alertsOf(alertIds, at),
          notices: (await untriedNotices.all({})).map(toMessage),
        });
        for (const { id: notice, body } of changes.rewrite) {
          await rewrite.run({ id: notice, body: JSON.stringify(body ?? null) });
        }
        await queue(changes.queue);
        return changes;
      }),
  };
}
