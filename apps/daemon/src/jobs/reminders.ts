import type { Context } from '../context.js';
import { recipientsOf } from './deliver/announce.js';

/** Adds news for open criticals that a receiver was last told of longer ago than it wants to be reminded. */
export function addReminders(ctx: Context): void {
  const now = ctx.now();
  ctx.store.transaction(() => {
    for (const receiver of ctx.config.receivers) {
      if (receiver.repeat === null) continue;
      for (const { id, esim, severity } of ctx.store.alerts.dueReminders(
        receiver.name,
        now - receiver.repeat,
      )) {
        for (const recipient of recipientsOf(ctx, receiver, esim, now)) {
          ctx.store.outbox.addNews({
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
  });
}
