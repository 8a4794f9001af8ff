import type { Seconds, UnixSeconds } from '../../time/instant.js';
import type { Alert } from '../alert.js';

/** When one reminder is due, those due before long are sent with it: one message a day is kinder than five. */
const SENT_ALONG = 0.5;

/** The fields that determine whether a reminder of an alert is due. */
export interface Remindable extends Pick<Alert, 'state' | 'severity' | 'acknowledgedAt'> {
  /** When the recipient was last notified of it; null: never. */
  readonly notifiedAt: UnixSeconds | null;
}

/** Of the alerts of one receiver those to be reminded of now: none unless one is due. */
export function remindersDue<A extends Remindable>(
  alerts: readonly A[],
  repeat: Seconds,
  now: UnixSeconds,
): readonly A[] {
  if (!alerts.some((alert) => isReminderDue(alert, repeat, now))) return [];
  return alerts.filter((alert) => isReminderDue(alert, remindedAlongAfter(repeat), now));
}

/** How long after its last notification an alert is reminded of when another one is due. */
export function remindedAlongAfter(repeat: Seconds): Seconds {
  return Math.floor(repeat * SENT_ALONG);
}

/** A reminder of an open critical is sent once it is older than `repeat`, until the alert is acknowledged. */
export function isReminderDue(alert: Remindable, repeat: Seconds, now: UnixSeconds): boolean {
  const wantsAttention =
    alert.state === 'open' && alert.severity === 'critical' && alert.acknowledgedAt === null;
  return wantsAttention && alert.notifiedAt !== null && now - alert.notifiedAt > repeat;
}
