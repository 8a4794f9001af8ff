import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { keyList } from '../../sql/database/dialect.js';
import { pendingNotificationsQuery, toNotification } from '../../sql/outbox/notification-rows.js';
import { pendingParts } from '../../sql/outbox/parts.js';
import { takeNotificationsQuery } from '../../sql/outbox/plan.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { discardNotifications } from './discard-notifications.js';
import { notifyBefore } from './notify-before.js';
import { insertMessage } from './queue.js';

interface Group {
  readonly receiver: string;
  readonly recipient: string;
  readonly ids: readonly number[];
}

/** From pending notifications to messages. */
export function planning(connection: Connection): Pick<OutboxStore, 'pending' | 'plan'> {
  const take = connection.prepare(takeNotificationsQuery);
  const pendingOf = connection.prepare((...given: Parameters<typeof pendingNotificationsQuery>) =>
    pendingNotificationsQuery(...given).forUpdate(),
  );
  const partsOf = pendingParts(connection);
  const before = notifyBefore(connection);
  const discard = discardNotifications(connection);
  const insert = insertMessage(connection);

  return {
    pending: () =>
      connection.rows<Group>(sql`select receiver, recipient, array_agg(id::float8 order by id) as ids
        from notification where message is null and discarded_at is null
        group by receiver, recipient order by min(id)`),

    plan: ({ receiver, recipient, ids }, at, decide) =>
      connection.transaction(async () => {
        const to = { receiver, recipient };
        let seq: number | null = null;
        for (const part of await partsOf(ids)) {
          const notifications = (await pendingOf.all({ ids: keyList(part) })).map(toNotification);
          const planned = decide(await before(to, notifications, at));
          await discard(planned.discard, at);
          if (planned.message === null) continue;
          const { notificationIds, body } = planned.message;
          seq ??= await insert({ ...to, id: randomUUID(), kind: 'alerts', createdAt: at, body });
          await take.run({ ids: keyList(notificationIds), seq });
        }
      }),
  };
}
