import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { keyList } from '../../sql/database/dialect.js';
import { takeNotificationsQuery } from '../../sql/outbox/plan.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { discardNotifications } from './discard-notifications.js';
import { insertMessage } from './insert-message.js';
import { pendingNotifications } from './notification-rows.js';
import { notifyBefore } from './notify-before.js';

/** From pending notifications to messages. */
export function planning(connection: Connection): Pick<OutboxStore, 'pending' | 'plan'> {
  const addressees = connection.prepare((db) =>
    db
      .selectFrom('notification')
      .select(['receiver', 'recipient', sql<string>`json_group_array(id order by id)`.as('ids')])
      .where('message', 'is', null)
      .where('discarded_at', 'is', null)
      .groupBy(['receiver', 'recipient'])
      .orderBy(sql`min(id)`),
  );
  const take = connection.prepare(takeNotificationsQuery);
  const pendingOf = pendingNotifications(connection);
  const before = notifyBefore(connection);
  const discard = discardNotifications(connection);
  const insert = insertMessage(connection);

  return {
    async pending() {
      return addressees.all({}).map(({ ids, ...to }) => ({ ...to, ids: JSON.parse(ids) }));
    },

    async plan({ receiver, recipient, ids }, at, decide) {
      connection.transaction(() => {
        const to = { receiver, recipient };
        const planned = decide(before(to, pendingOf(ids), at));
        discard(planned.discard, at);
        if (planned.message === null) return;
        const { notificationIds, body } = planned.message;
        const seq = insert({ ...to, id: randomUUID(), kind: 'alerts', createdAt: at, body });
        take.run({ ids: keyList(notificationIds), seq });
      });
    },
  };
}
