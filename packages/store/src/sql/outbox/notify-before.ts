import type { Addressee } from '@roamwatch/core';
import type { InferResult } from 'kysely';
import type { LastNotification } from '../../stores/outbox-store.js';
import type { Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';

/** The notifications sent to a recipient of alerts, oldest first. */
export function sentQuery(db: Queries, p: Params<Addressee & { alerts: string }>, { keysIn }: Dialect) {
  return db
    .selectFrom('notification')
    .innerJoin('message', 'message.seq', 'notification.message')
    .select(['notification.alert', 'notification.change', 'notification.severity', 'notification.threshold'])
    .select((sent) => sent.ref('message.finished_at').$notNull().as('at'))
    .where('notification.alert', 'in', keysIn(p.alerts))
    .where('notification.receiver', '=', p.receiver)
    .where('notification.recipient', '=', p.recipient)
    .where('message.state', '=', 'sent')
    .orderBy('notification.id');
}

/** The last notification of each alert. */
export function lastNotifications(
  rows: InferResult<ReturnType<typeof sentQuery>>,
): ReadonlyMap<number, LastNotification> {
  const sent = new Map<number, LastNotification>();
  for (const { alert, ...last } of rows) {
    sent.set(alert, { ...last, times: (sent.get(alert)?.times ?? 0) + 1 });
  }
  return sent;
}
