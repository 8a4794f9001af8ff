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
 *
 * @returns what is sent, in parts; all about one eSIM is in the same.
 */
export async function* reconsider(
  { store, config }: Pick<DeliverContext, 'store' | 'config'>,
  message: { readonly id: string; readonly receiver: string },
  now: UnixSeconds,
): AsyncGenerator<readonly Standing[], void, undefined> {
  const receiver = config.receivers.find(({ name }) => name === message.receiver);
  if (!receiver) return;
  for (const part of await store.outbox.partsOf(message.id)) {
    const reconsidered = await store.outbox.reconsider(part, now, (before) =>
      standing(before, receiver, config, now),
    );
    if (reconsidered === null) return;
    yield reconsidered.standing;
  }
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
