import { type AlertTruth, planTelling, type Telling, type UnixSeconds } from '@roamwatch/core';
import type { News, Told } from '@roamwatch/store';
import type { Receiver } from '../settings.js';
import type { DeliverContext as Context } from './context.js';

/** What a recipient is to hear now, and what it heard before. */
export interface Plan extends Telling {
  /** By alert id. */
  readonly told: ReadonlyMap<number, Told>;
}

/** Decides which of these news, all for one recipient, it hears now; stores nothing. */
export function planFor(
  ctx: Context,
  receiver: Receiver,
  recipient: string,
  news: readonly News[],
  now: UnixSeconds,
): Plan {
  const { alerts, outbox, silences } = ctx.store;
  const alertIds = [...new Set(news.map(({ alertId }) => alertId))];
  const told = outbox.lastTold(receiver.name, recipient, alertIds);
  const truths = new Map<number, AlertTruth>();
  for (const id of alertIds) {
    const alert = alerts.get(id);
    if (alert) truths.set(id, { ...alert, told: told.get(id) ?? null });
  }
  const plan = planTelling({
    news,
    alerts: truths,
    silences: silences.active(now),
    quietHours: receiver.quietHours,
    zone: ctx.config.timeZone,
    now,
  });
  return { ...plan, told };
}
