import { dateOf, remindedAlongAfter, remindersDue, toReceiver } from '@roamwatch/core';
import type { DeliverContext } from './context.js';

/** Queues reminders of open criticals of which a receiver was last notified longer ago than its `repeat`. */
export async function addReminders({
  store,
  config,
  now: clock,
}: Pick<DeliverContext, 'store' | 'config' | 'now'>): Promise<void> {
  const now = clock();
  for (const receiver of config.receivers) {
    const { name, repeat } = receiver;
    if (repeat === null) continue;
    const times = {
      due: now - repeat,
      along: now - remindedAlongAfter(repeat),
      on: dateOf(now, config.timeZone),
    };
    await store.outbox.remind(name, times, (candidates) =>
      remindersDue(candidates, repeat, now).flatMap(({ alertId, severity, inventoryAddress }) =>
        toReceiver(receiver, inventoryAddress).map((to) => ({
          ...to,
          change: 'reminder',
          alertId,
          severity,
          at: now,
        })),
      ),
    );
  }
}
