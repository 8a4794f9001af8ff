import { randomUUID } from 'node:crypto';
import type { UnixSeconds } from '@roamwatch/core';
import type { News } from '@roamwatch/store';
import type { DeliverContext as Context } from './context.js';
import { planFor } from './plan.js';

/**
 * JobQueue waiting news into messages: what one cycle found for a recipient is one message. Silenced news and news
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
  const { outbox } = ctx.store;
  const { receiver: name, recipient } = news[0];
  const receiver = ctx.config.receivers.find((candidate) => candidate.name === name);
  if (!receiver) {
    outbox.dropNews(ids(news), now, `receiver ${name} is no longer configured`);
    return;
  }

  const plan = planFor(ctx, receiver, recipient, news, now);
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

function ids(news: readonly News[]): readonly number[] {
  return news.map((one) => one.id);
}
