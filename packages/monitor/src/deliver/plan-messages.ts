import { planNotifications, type UnixSeconds } from '@roamwatch/core';
import type { Notification, NotifyBefore, Planned } from '@roamwatch/store';
import type { Receiver, Settings } from '../settings.js';
import type { DeliverContext } from './context.js';

export interface PlanOptions {
  /** No poll reached the provider before: what is wrong already comes as one summary. */
  readonly firstStart?: boolean;
  /** Notifications that stay pending, with all others about the same alert. Left out: none. */
  readonly leave?: (notification: Notification) => boolean;
}

/**
 * Turns pending notifications into messages: what one poll found for a recipient is one message. What is silenced, or
 * falls into quiet hours, stays pending; what is no longer true is discarded with its reason.
 */
export async function planMessages(
  { store, config }: Pick<DeliverContext, 'store' | 'config'>,
  now: UnixSeconds,
  { firstStart = false, leave = () => false }: PlanOptions = {},
): Promise<void> {
  for (const pending of await store.outbox.pending()) {
    const receiver = config.receivers.find(({ name }) => name === pending.receiver);
    await store.outbox.plan(pending, now, (before) => {
      if (!receiver) return unconfigured(before);
      const left = new Set(before.notifications.filter(leave).map(({ alertId }) => alertId));
      const notifications = before.notifications.filter(({ alertId }) => !left.has(alertId));
      return planned({ ...before, notifications }, receiver, config, now, firstStart);
    });
  }
}

function planned(
  before: NotifyBefore,
  { quietHours }: Receiver,
  { timeZone }: Pick<Settings, 'timeZone'>,
  now: UnixSeconds,
  firstStart: boolean,
): Planned {
  const { send, discard } = planNotifications({ ...before, quietHours, zone: timeZone, now });
  return {
    discard,
    message: send.length === 0 ? null : { notificationIds: send, body: { firstStart } },
  };
}

function unconfigured({ notifications }: NotifyBefore): Planned {
  return {
    discard: notifications.map(({ id }) => ({ id, reason: 'receiver-removed' as const })),
    message: null,
  };
}
