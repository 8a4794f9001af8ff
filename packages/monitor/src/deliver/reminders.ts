import type { Seconds } from '@roamwatch/core';
import type { Receiver } from '../settings.js';
import { recipientsOf } from './announce.js';
import type { DeliverContext as Context } from './context.js';

/** When one reminder is due, those due before long come along: one message a day is kinder than five. */
const COME_ALONG = 0.5;

/** Adds news for open criticals that a receiver was last told of longer ago than it wants to be reminded. */
export function addReminders(ctx: Context): void {
  ctx.store.transaction(() => {
    for (const receiver of ctx.config.receivers) {
      if (receiver.repeat !== null) remind(ctx, receiver, receiver.repeat);
    }
  });
}

function remind(ctx: Context, receiver: Receiver, repeat: Seconds): void {
  const now = ctx.now();
  const { alerts, outbox } = ctx.store;
  if (alerts.dueReminders(receiver.name, now - repeat).length === 0) return;
  for (const { id, esim, severity } of alerts.dueReminders(receiver.name, now - repeat * COME_ALONG)) {
    for (const recipient of recipientsOf(ctx, receiver, esim, now)) {
      outbox.addNews({
        change: 'reminder',
        alertId: id,
        severity,
        receiver: receiver.name,
        recipient,
        at: now,
      });
    }
  }
}
