import type { UnixSeconds } from '@roamwatch/core';
import type { AlertRow, News, StoredMessage, Told } from '@roamwatch/store';
import type { DeliverContext as Context } from './context.js';
import { planFor } from './plan.js';

/** A piece of news that is still to be told, with the alert as it is now. */
export interface Standing {
  readonly news: News;
  readonly alert: AlertRow;
  /** What this recipient heard of it before; null when nothing. */
  readonly told: Told | null;
}

/**
 * Looks at the news of a message again, right before an attempt: since it was written, more can have happened, and
 * other messages, silences and quiet hours count. What is not to be told now is taken out of it, dropped or left
 * waiting; what is told is remembered as what it is by now, so that it is not told again.
 */
export function lookAgain(ctx: Context, message: StoredMessage, now: UnixSeconds): readonly Standing[] {
  const { alerts, outbox } = ctx.store;
  const receiver = ctx.config.receivers.find(({ name }) => name === message.receiver);
  if (!receiver) return [];
  return ctx.store.transaction(() => {
    const news = outbox.newsOf(message.id);
    const plan = planFor(ctx, receiver, message.recipient, news, now);
    const takenOut = [...plan.drop, ...plan.hold].map(({ id }) => id);
    outbox.takeOut(message.id, takenOut);
    for (const { id, reason } of plan.drop) outbox.dropNews([id], now, reason);
    outbox.updateNews(message.id);
    return news.flatMap((one) => {
      const alert = plan.tell.includes(one.id) ? alerts.get(one.alertId) : null;
      return alert ? [{ news: one, alert, told: plan.told.get(alert.id) ?? null }] : [];
    });
  });
}
