import type { Addressee } from '@roamwatch/core';
import { sql } from 'kysely';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Database, Params } from '../database/database.js';
import { keyList } from '../database/dialect.js';
import { HEAD_COLUMNS, messageQuery, toHead, toMessage } from './message-rows.js';
import { messageNotificationsQuery, toNotification } from './notification-rows.js';

type Reading = 'message' | 'notificationsOf' | 'undelivered' | 'earlierMessages' | 'counts' | 'nextDueAt';

/** Looking at messages. */
export function reading(database: Database): Pick<OutboxStore, Reading> {
  const byId = database.prepare(messageQuery);
  const notificationsOf = database.prepare(messageNotificationsQuery);
  const undelivered = database.prepare((db) =>
    db
      .selectFrom('message')
      .select(HEAD_COLUMNS)
      .where((is) => is.or([is('state', '=', sql.lit('pending')), is('state', '=', sql.lit('dead'))]))
      .orderBy('seq'),
  );
  const earlier = database.prepare((db, p: Params<Addressee & { alerts: string }>, { keysIn }) =>
    db
      .selectFrom('notification')
      .innerJoin('message', 'message.seq', 'notification.message')
      .select('message.id')
      .where('notification.alert', 'in', keysIn(p.alerts))
      .where('notification.receiver', '=', p.receiver)
      .where('notification.recipient', '=', p.recipient)
      .where('message.state', '=', 'sent')
      .groupBy(['message.seq', 'message.id'])
      .orderBy('message.seq'),
  );
  const pending = database.prepare((db) =>
    db
      .selectFrom('message')
      .select((of) => [
        of.fn.countAll<number>().as('pending'),
        of.fn.min<number | null>('created_at').as('oldest'),
      ])
      .where('state', '=', sql.lit('pending')),
  );
  const dead = database.prepare((db) =>
    db
      .selectFrom('message')
      .select((of) => of.fn.countAll<number>().as('dead'))
      .where('state', '=', sql.lit('dead')),
  );
  const nextDue = database.prepare((db) =>
    db
      .selectFrom('message')
      .select(
        sql<
          number | null
        >`min(case when lease_until > next_attempt_at then lease_until else next_attempt_at end)`.as('at'),
      )
      .where('state', '=', sql.lit('pending')),
  );

  return {
    async message(id) {
      const row = await byId.get({ id });
      return row === undefined ? null : toMessage(row);
    },
    async notificationsOf(messageId) {
      return (await notificationsOf.all({ messageId })).map(toNotification);
    },
    async undelivered() {
      return (await undelivered.all({})).map(toHead);
    },
    async earlierMessages(alertIds, { receiver, recipient }) {
      return (await earlier.all({ alerts: keyList(alertIds), receiver, recipient })).map((row) => row.id);
    },
    async counts() {
      const counted = await pending.get({});
      return {
        pending: counted?.pending ?? 0,
        dead: (await dead.get({}))?.dead ?? 0,
        oldestPendingAt: counted?.oldest ?? null,
      };
    },
    async nextDueAt() {
      return (await nextDue.get({}))?.at ?? null;
    },
  };
}
