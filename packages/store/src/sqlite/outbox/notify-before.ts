import type { Addressee, UnixSeconds } from '@roamwatch/core';
import { keyList } from '../../sql/database/dialect.js';
import { lastNotifications, sentQuery } from '../../sql/outbox/notify-before.js';
import type { Notification, NotifyBefore } from '../../stores/outbox-store.js';
import { alertsById } from '../alerts/alerts-by-id.js';
import type { Connection } from '../database/connection.js';
import { activeSilences } from '../silences/active-silences.js';

/** Loads what decides whether these notifications, all for one recipient, are sent at `at`. */
export function notifyBefore(
  connection: Connection,
): (to: Addressee, notifications: readonly Notification[], at: UnixSeconds) => NotifyBefore {
  const alertsOf = alertsById(connection);
  const sentTo = connection.prepare(sentQuery);
  const silencesAt = activeSilences(connection);
  return ({ receiver, recipient }, notifications, at) => {
    const ids = [...new Set(notifications.map(({ alertId }) => alertId))];
    return {
      notifications,
      alerts: alertsOf(ids, at),
      sent: lastNotifications(sentTo.all({ alerts: keyList(ids), receiver, recipient })),
      silences: silencesAt(at),
    };
  };
}
