import { randomUUID } from 'node:crypto';
import { type AlertTruth, planTelling, type UnixSeconds } from '@roamwatch/core';
import type { News } from '@roamwatch/store';
import type { Context } from '../../context.js';

/**
 * Turns waiting news into messages: what one cycle found for a recipient is one message. Silenced news and news
 * in quiet hours keeps waiting; news that is no longer true is dropped with its reason.
 */
export function groupNews(ctx: Context, now: UnixSeconds, firstLook: boolean): void {
  for (const news of byRecipient(ctx.store.outbox.waitingNews())) {
    ctx.store.transaction(() => groupForOne(ctx, news, now, firstLook));
  }
}

function groupForOne(
  ctx: Context,
  news: readonly [News, ...News[]],
  now: UnixSeconds,
  firstLook: boolean,
): void {
  const { outbox, silences } = ctx.store;
  const { receiver: name, recipient } = news[0];
  const receiver = ctx.config.receivers.find((candidate) => candidate.name === name);
  if (!receiver) {
    outbox.dropNews(ids(news), now, `receiver ${name} is no longer configured`);
    return;
  }

  const plan = planTelling({
    news,
    alerts: truths(ctx, news[0], news),
    silences: silences.active(now),
    quietHours: receiver.quietHours,
    zone: ctx.config.timeZone,
    now,
  });
  for (const { id, reason } of plan.drop) outbox.dropNews([id], now, reason);
  if (plan.tell.length === 0) return;
  outbox.createMessage({
    id: randomUUID(),
    kind: 'alerts',
    receiver: name,
    recipient,
    createdAt: now,
    newsIds: plan.tell,
    body: { firstStart: firstLook },
  });
}

function* byRecipient(waiting: readonly News[]): Iterable<readonly [News, ...News[]]> {
  const groups = new Map<string, [News, ...News[]]>();
  for (const news of waiting) {
    const key = JSON.stringify([news.receiver, news.recipient]);
    const group = groups.get(key);
    if (group) group.push(news);
    else groups.set(key, [news]);
  }
  yield* groups.values();
}

/** What is true of each alert now, beside what this recipient was last told of it. */
function truths(
  ctx: Context,
  to: Pick<News, 'receiver' | 'recipient'>,
  news: readonly News[],
): ReadonlyMap<number, AlertTruth> {
  const alertIds = [...new Set(news.map((one) => one.alertId))];
  const told = ctx.store.outbox.lastTold(to.receiver, to.recipient, alertIds);
  const truth = new Map<number, AlertTruth>();
  for (const id of alertIds) {
    const alert = ctx.store.alerts.get(id);
    if (alert) truth.set(id, { ...alert, told: told.get(id) ?? null });
  }
  return truth;
}

function ids(news: readonly News[]): readonly number[] {
  return news.map((one) => one.id);
}
