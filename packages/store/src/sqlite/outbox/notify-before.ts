import type { Addressee, UnixSeconds } from '@roamwatch/core';
import type { LastNotification, Notification, NotifyBefore } from '../../stores/outbox-store.js';
import { alertsById } from '../alerts/alerts-by-id.js';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';
import { activeSilences } from '../silences/active-silences.js';

/** Loads what decides whether these notifications, all for one recipient, are sent at `at`. */
export function notifyBefore(
  connection: Connection,
): (to: Addressee, notifications: readonly Notification[], at: UnixSeconds) => NotifyBefore {
  const alertsOf = alertsById(connection);
  const sentTo = lastNotifications(connection);
  const silencesAt = activeSilences(connection);
  return (to, notifications, at) => {
    const ids = [...new Set(notifications.map(({ alertId }) => alertId))];
    return {
      notifications,
      alerts: alertsOf(ids, at),
      sent: sentTo(to, ids),
      silences: silencesAt(at),
    };
  };
}

/** Reads what was last sent to a recipient of each of these alerts. */
function lastNotifications(
  connection: Connection,
): (to: Addressee, alertIds: readonly number[]) => ReadonlyMap<number, LastNotification> {
  const select = connection.prepare((db, p: Params<Addressee & { alerts: string }>) =>
    db
      .selectFrom('notification')
      .innerJoin('message', 'message.seq', 'notification.message')
      .select([
        'notification.alert',
        'notification.change',
        'notification.severity',
        'notification.threshold',
      ])
      .select((sent) => sent.ref('message.finished_at').$notNull().as('at'))
      .where('notification.alert', 'in', keysIn(p.alerts))
      .where('notification.receiver', '=', p.receiver)
      .where('notification.recipient', '=', p.recipient)
      .where('message.state', '=', 'sent')
      .orderBy('notification.id'),
  );
  return ({ receiver, recipient }, alertIds) => {
    const sent = new Map<number, LastNotification>();
    for (const { alert, ...last } of select.all({ alerts: keyList(alertIds), receiver, recipient })) {
      sent.set(alert, { ...last, times: (sent.get(alert)?.times ?? 0) + 1 });
    }
    return sent;
  };
}
