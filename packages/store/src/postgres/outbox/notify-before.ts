import type { Addressee, UnixSeconds } from '@roamwatch/core';
import { keyList } from '../../sql/database/dialect.js';
import { lastNotifications, sentQuery } from '../../sql/outbox/notify-before.js';
import { activeSilencesQuery, toSilence } from '../../sql/silences/silences.js';
import type { Notification, NotifyBefore } from '../../stores/outbox-store.js';
import { alertsById } from '../alerts/alerts-by-id.js';
import type { Connection } from '../database/connection.js';

/** Loads what decides whether these notifications, all for one recipient, are sent at `at`. */
export function notifyBefore(
  connection: Connection,
): (to: Addressee, notifications: readonly Notification[], at: UnixSeconds) => Promise<NotifyBefore> {
  const alertsOf = alertsById(connection);
  const sentTo = connection.prepare(sentQuery);
  const silencesAt = connection.prepare(activeSilencesQuery);
  return async ({ receiver, recipient }, notifications, at) => {
    const ids = [...new Set(notifications.map(({ alertId }) => alertId))];
    return {
      notifications,
      alerts: await alertsOf(ids, at),
      sent: lastNotifications(await sentTo.all({ alerts: keyList(ids), receiver, recipient })),
      silences: (await silencesAt.all({ at })).map(toSilence),
    };
  };
}
