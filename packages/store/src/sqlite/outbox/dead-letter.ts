import { sql } from 'kysely';
import { toMessage } from '../../sql/outbox/message-rows.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import { alertsById } from '../alerts/alerts-by-id.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { finishMessage } from './delivery.js';
import { messageById } from './message-rows.js';
import { messageNotifications } from './notification-rows.js';
import { queueMessages } from './queue.js';

export function deadLettering(connection: Connection): Pick<OutboxStore, 'deadLetter'> {
  const untriedNotices = connection.prepare((db) =>
    db
      .selectFrom('message')
      .selectAll()
      .where('state', '=', sql.lit('pending'))
      .where('kind', '=', 'notice')
      .where('attempts', '=', 0)
      .orderBy('seq'),
  );
  const rewrite = connection.prepare((db, p: Params<{ id: string; body: string }>) =>
    db.updateTable('message').set({ body: p.body }).where('id', '=', p.id),
  );
  const finish = finishMessage(connection);
  const messageOf = messageById(connection);
  const notificationsOf = messageNotifications(connection);
  const alertsOf = alertsById(connection);
  const queue = queueMessages(connection);

  return {
    async deadLetter({ id, at, error, holder }, decide) {
      return connection.transaction(() => {
        if (!finish({ id, at, holder, state: 'dead', error })) return null;
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
