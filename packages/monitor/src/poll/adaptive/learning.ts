import { type EsimKey, learn, type PolledEsim, type PollMemory, withGap } from '@roamwatch/core';
import type { Answer } from '../ask-esim.js';
import type { PollContext } from '../context.js';
import { gapsSeen, keepGaps, polledEsims } from './fleet.js';
import { planNext } from './plan.js';

/** Stores answers by `commit`, and what they teach about asking again: all of it or nothing. */
export function storeAndLearn<T>(ctx: PollContext, answers: readonly Answer[], commit: () => T): T {
  if (ctx.config.poll.adaptive === null) {
    const outcome = commit();
    ctx.requests?.save();
    return outcome;
  }
  return ctx.store.transaction(() => {
    const esims = answers.map(({ target }) => target.esim);
    const before = byKey(polledEsims(ctx, esims));
    const outcome = commit();
    const after = byKey(polledEsims(ctx, esims));
    planNext(ctx, remember(ctx, answers, before, after));
    return outcome;
  });
}

/** The eSIMs asked, with what is remembered of them now. */
function remember(
  ctx: PollContext,
  answers: readonly Answer[],
  before: ReadonlyMap<EsimKey, PolledEsim>,
  after: ReadonlyMap<EsimKey, PolledEsim>,
): readonly PolledEsim[] {
  const asked: PolledEsim[] = [];
  const memories = new Map<EsimKey, PollMemory>();
  let gaps = gapsSeen(ctx);
  for (const { target, at } of answers) {
    const former = before.get(target.esim);
    const esim = after.get(target.esim);
    const { memory, gap } = learn(former?.memory ?? null, former?.reading ?? null, esim?.reading ?? null, {
      askedAt: at,
      updatedAt: former?.updatedAt ?? null,
    });
    memories.set(target.esim, memory);
    if (esim) asked.push({ ...esim, memory });
    if (gap !== null) gaps = withGap(gaps, gap);
  }
  ctx.store.polling.remember(memories);
  keepGaps(ctx, gaps);
  return asked;
}

function byKey(fleet: readonly PolledEsim[]): ReadonlyMap<EsimKey, PolledEsim> {
  return new Map(fleet.map((esim) => [esim.esim, esim]));
}
