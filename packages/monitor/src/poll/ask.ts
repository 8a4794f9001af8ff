import { performance } from 'node:perf_hooks';
import type { RoamifyError } from '@roamwatch/client';
import type { UnitsInUse } from '@roamwatch/core';
import type { Context } from '../context.js';
import { storeAndLearn } from './adaptive/learning.js';
import { type Answer, askEsim, MOST_REQUESTS } from './ask-esim.js';
import { commitAnswers } from './commit.js';
import type { CycleOptions } from './cycle.js';
import type { DriftWatch } from './drift.js';
import { endsTheCycle } from './failure.js';
import type { CycleSummary } from './summary.js';
import type { Targets } from './targets.js';
import { reviewUnits } from './units.js';

/** Answers stored in one transaction, which makes commits cheap; after a few seconds those there are, to lose little when killed. */
const BATCH = 250;
const LONGEST_WAIT_MS = 5_000;

/**
 * Asks every target for its usage details, a few at a time, and stores the answers in batches. One that fails
 * is noted and holds up no other.
 *
 * @throws RoamifyError when going on is pointless: the token is refused, or the provider stopped answering.
 */
export async function askForUsage(
  ctx: Context,
  targets: Targets,
  settled: UnitsInUse,
  summary: CycleSummary,
  drift: DriftWatch,
  options: CycleOptions,
): Promise<void> {
  // Where few are asked at a time, few are no fleet.
  const fleet = ctx.config.poll.adaptive === null ? targets.count : Number.POSITIVE_INFINITY;
  const queue = targets[Symbol.iterator]();
  const stop = new AbortController();
  const signal = AbortSignal.any(options.signal ? [stop.signal, options.signal] : [stop.signal]);
  let units = settled;
  let batch: Answer[] = [];
  let storedAt = performance.now();
  let stopped: RoamifyError | null = null;

  const store = () => {
    if (batch.length === 0) return;
    units = reviewUnits(ctx, batch, fleet, units);
    storeAndLearn(ctx, batch, () => commitAnswers(ctx, batch, { units, summary, drift }));
    batch = [];
    storedAt = performance.now();
  };

  const underWay = new Set<string>();
  const progress = () => {
    const done = summary.polled + summary.failed + batch.length;
    const isNearlyDone = done + underWay.size >= targets.count;
    options.onProgress?.({
      phase: 'asking',
      done,
      failed: summary.failed,
      total: targets.count,
      waitingFor: isNearlyDone ? [...underWay] : [],
    });
  };

  const worker = async () => {
    for (const target of queue) {
      if (signal.aborted) return;
      underWay.add(target.iccid);
      progress();
      const question = () => askEsim(ctx, target, units, signal);
      const answer = await (ctx.budget?.within(MOST_REQUESTS, question) ?? question());
      underWay.delete(target.iccid);
      if (answer === null) return;
      if (answer.kind === 'failed' && endsTheCycle(answer.error)) {
        stopped ??= answer.error;
        stop.abort();
        return;
      }
      batch.push(answer);
      if (batch.length >= BATCH || performance.now() - storedAt >= LONGEST_WAIT_MS) store();
      progress();
    }
  };

  const ask = () => Promise.all(Array.from({ length: ctx.config.api.concurrency }, worker));
  await (ctx.budget ? ctx.budget.reserve(targets.count, ask) : ask());
  store();
  if (stopped) throw stopped;
}
