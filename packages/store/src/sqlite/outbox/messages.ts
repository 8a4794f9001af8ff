import type { Addressee } from '@roamwatch/core';
import { sql } from 'kysely';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';
import { messageById, toMessage } from './message-rows.js';
import { messageNotifications } from './notification-rows.js';

type Reading = 'message' | 'notificationsOf' | 'undelivered' | 'earlierMessages' | 'counts' | 'nextDueAt';

/** Looking at messages. */
export function reading(connection: Connection): Pick<OutboxStore, Reading> {
  const byId = messageById(connection);
  const notificationsOf = messageNotifications(connection);
  const undelivered = connection.prepare((db) =>
    db
      .selectFrom('message')
      .selectAll()
      .where((is) => is.or([is('state', '=', sql.lit('pending')), is('state', '=', sql.lit('dead'))]))
      .orderBy('seq'),
  );
  const earlier = connection.prepare((db, p: Params<Addressee & { alerts: string }>) =>
    db
      .selectFrom('notification')
      .innerJoin('message', 'message.seq', 'notification.message')
      .select('message.id')
      .distinct()
      .where('notification.alert', 'in', keysIn(p.alerts))
      .where('notification.receiver', '=', p.receiver)
      .where('notification.recipient', '=', p.recipient)
      .where('message.state', '=', 'sent')
      .orderBy('message.seq'),
  );
  const pending = connection.prepare((db) =>
    db
      .selectFrom('message')
      .select((of) => [
        of.fn.countAll<number>().as('pending'),
        of.fn.min<number | null>('created_at').as('oldest'),
      ])
      .where('state', '=', sql.lit('pending')),
  );
  const dead = connection.prepare((db) =>
    db
      .selectFrom('message')
      .select((of) => of.fn.countAll<number>().as('dead'))
      .where('state', '=', sql.lit('dead')),
  );
  const nextDue = connection.prepare((db) =>
    db
      .selectFrom('message')
      .select(sql<number | null>`min(max(next_attempt_at, coalesce(lease_until, 0)))`.as('at'))
      .where('state', '=', sql.lit('pending')),
  );

  return {
    async message(id) {
      return byId(id);
    },
    async notificationsOf(messageId) {
      return notificationsOf(messageId);
    },
    async undelivered() {
      return undelivered.all({}).map(toMessage);
    },
    async earlierMessages(alertIds, { receiver, recipient }) {
      return earlier.all({ alerts: keyList(alertIds), receiver, recipient }).map((row) => row.id);
    },
    async counts() {
      const counted = pending.get({});
      return {
        pending: counted?.pending ?? 0,
        dead: dead.get({})?.dead ?? 0,
        oldestPendingAt: counted?.oldest ?? null,
      };
    },
    async nextDueAt() {
      return nextDue.get({})?.at ?? null;
    },
  };
}
