import { performance } from 'node:perf_hooks';
import type { RoamifyError } from '@roamwatch/client';
import { daysNeeded, type UnitsInUse } from '@roamwatch/core';
import type { PollContext } from './context.js';
import type { CycleOptions } from './cycle-options.js';
import { endsTheCycle } from './failure.js';
import { MOST_REQUESTS, type Polled, requestUsage } from './request-usage.js';
import { joinStages, NOTHING_DONE, type StageResult } from './stage.js';
import { storeAnswers } from './store-answers.js';
import { oneByOne, type SoldTarget, type Targets } from './targets.js';
import { reviewUnits } from './units.js';

/**
 * Answers stored in one transaction, which makes commits cheap, and few enough that a page or a timer does not wait long for it;
 * after a few seconds those there are, to lose little when killed.
 */
const BATCH = 100;
const LONGEST_WAIT_MS = 5_000;

/** So many answers that say the same again cost as much as one that is read. */
const UNCHANGED_FOR_ONE = 10;

const CONTRADICTED = 'the daily usage contradicts the figures: requesting them again';

/**
 * Polls every target, a few at a time, and stores the answers in batches. One that fails is recorded and delays no
 * other; what makes going on pointless (the token is refused, or the provider stopped answering) ends it. Figures that
 * the daily rows contradict are requested once more, and the second answer counts.
 */
export async function pollUsage(
  ctx: PollContext,
  targets: Targets,
  settled: UnitsInUse,
  options: CycleOptions,
): Promise<StageResult> {
  // Adaptive polling polls few at a time: those are not the fleet.
  const isWhole = ctx.config.poll.adaptive === null && options.partly !== true;
  const fleet = isWhole ? (options.fleet ?? targets.count) : Number.POSITIVE_INFINITY;
  const stop = new AbortController();
  const signal = AbortSignal.any(options.signal ? [stop.signal, options.signal] : [stop.signal]);
  const queue = oneByOne(ctx, targets);
  const days = daysNeeded(ctx.config.rules);
  const most = options.batch ?? BATCH;
  let units = settled;
  let batch: Polled[] = [];
  let weight = 0;
  let storing: Promise<void> = Promise.resolve();
  let storedAt = performance.now();
  let received = 0;
  let stored = NOTHING_DONE;
  let failure: RoamifyError | null = null;

  const storeBatch = async (taken: readonly Polled[]) => {
    units = await reviewUnits(ctx, taken, fleet, units);
    stored = joinStages(stored, await storeAnswers(ctx, taken, units));
    // A budget of adaptive polling has noted all of them as spent before.
    if (ctx.budget === null) await ctx.requests?.save();
  };

  /** One batch after the other; meanwhile the next one fills. */
  const store = () => {
    // In one order, however the answers came: what follows from them is shown and stored in it.
    const taken = batch.toSorted((a, b) => a.target.esim - b.target.esim);
    batch = [];
    weight = 0;
    storedAt = performance.now();
    if (taken.length > 0) storing = storing.then(() => storeBatch(taken));
    return storing;
  };

  const underWay = new Set<string>();
  const progress = () => {
    const isNearlyDone = received + underWay.size >= targets.count;
    options.onProgress?.({
      phase: 'polling',
      done: received,
      failed: stored.counts.failed,
      total: targets.count,
      waitingFor: isNearlyDone ? [...underWay] : [],
    });
  };

  const request = (sold: SoldTarget) => {
    const requested = () => requestUsage(ctx, sold, units, days, signal);
    return ctx.budget?.within(MOST_REQUESTS, requested) ?? requested();
  };

  const worker = async () => {
    for await (const sold of queue) {
      const { target } = sold;
      if (signal.aborted) return;
      underWay.add(target.iccid);
      progress();
      let polled = await request(sold);
      if (polled?.isDoubtful) {
        ctx.log.info({ event: 'requested-again', iccid: target.iccid }, CONTRADICTED);
        polled = await request(sold);
      }
      underWay.delete(target.iccid);
      if (polled === null) return;
      if (polled.error && endsTheCycle(polled.error)) {
        failure ??= polled.error;
        stop.abort();
        return;
      }
      batch.push(polled);
      weight += weightOf(polled, ctx);
      received += 1;
      if (weight >= most || performance.now() - storedAt >= LONGEST_WAIT_MS) await store();
    }
    progress();
  };

  const pollAll = () => Promise.all(Array.from({ length: ctx.config.api.concurrency }, worker));
  await (ctx.budget ? ctx.budget.reserve(targets.count, pollAll) : pollAll());
  await store();
  return { ...stored, failure };
}

/** Adaptive polling learns from every answer. */
function weightOf({ answer }: Polled, { config }: Pick<PollContext, 'config'>): number {
  return answer.kind === 'unchanged' && config.poll.adaptive === null ? 1 / UNCHANGED_FOR_ONE : 1;
}
