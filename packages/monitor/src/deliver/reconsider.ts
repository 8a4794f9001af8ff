import { planNotifications, type UnixSeconds } from '@roamwatch/core';
import type { AlertRow, LastNotification, MessageBefore, Notification, Reconsidered } from '@roamwatch/store';
import type { Receiver, Settings } from '../settings.js';
import type { DeliverContext } from './context.js';

/** A notification that is still to be sent, with the alert as it is now. */
export interface Standing {
  readonly notification: Notification;
  readonly alert: AlertRow;
  /** The last notification of the alert to this recipient; null when nothing. */
  readonly sent: LastNotification | null;
}

/**
 * Evaluates the notifications of a message again, right before an attempt: since it was queued more can have happened,
 * and other messages, silences and quiet hours count. What is not to be sent now is taken out of it, to be pending or
 * discarded. What is sent is remembered as what it is by now, so that it is not sent again.
 */
export async function reconsider(
  { store, config }: Pick<DeliverContext, 'store' | 'config'>,
  message: { readonly id: string; readonly receiver: string },
  now: UnixSeconds,
): Promise<readonly Standing[]> {
  const receiver = config.receivers.find(({ name }) => name === message.receiver);
  if (!receiver) return [];
  const reconsidered = await store.outbox.reconsider(message.id, now, (before) =>
    standing(before, receiver, config, now),
  );
  return reconsidered?.standing ?? [];
}

function standing(
  before: MessageBefore,
  { quietHours }: Receiver,
  { timeZone }: Pick<Settings, 'timeZone'>,
  now: UnixSeconds,
): Reconsidered & { readonly standing: readonly Standing[] } {
  const { send, discard, hold } = planNotifications({ ...before, quietHours, zone: timeZone, now });
  const sent = new Set(send);
  return {
    discard,
    hold,
    standing: before.notifications.flatMap((notification) => {
      const alert = before.alerts.get(notification.alertId);
      if (!alert || !sent.has(notification.id)) return [];
      return [{ notification, alert, sent: before.sent.get(alert.id) ?? null }];
    }),
  };
}
