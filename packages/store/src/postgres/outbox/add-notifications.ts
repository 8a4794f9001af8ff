import { sql } from 'kysely';
import type { NewNotification } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';

/** The threshold that people were notified of, of an alert: `thresholdKey` in SQL. */
export const THRESHOLD = sql<
  string | null
>`coalesce(alert.notified::json ->> 'reached', alert.notified::json ->> 'rank')`;

/** Queues notifications. Their threshold is that of the alert, which the same transaction has just changed. */
export function addNotifications(
  connection: Connection,
): (notifications: readonly NewNotification[]) => Promise<void> {
  return async (notifications) => {
    if (notifications.length === 0) return;
    await connection.change(sql`insert into notification (change, alert, severity, threshold, receiver, recipient, at)
      select given.change, alert.id, given.severity, ${THRESHOLD}, given.receiver, given.recipient, given.at
      from ${tableOf('given', notifications, {
        alertId: 'bigint',
        change: 'text',
        severity: 'text',
        receiver: 'text',
        recipient: 'text',
        at: 'bigint',
      })} join alert on alert.id = given."alertId" order by given.position`);
  };
}
