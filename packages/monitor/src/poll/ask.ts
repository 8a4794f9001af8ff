import { performance } from 'node:perf_hooks';
import type { RoamifyError } from '@roamwatch/client';
import type { UnitsInUse } from '@roamwatch/core';
import { storeAndLearn } from './adaptive/learning.js';
import { type Answer, askEsim, MOST_REQUESTS } from './ask-esim.js';
import { commitAnswers } from './commit.js';
import type { PollContext } from './context.js';
import type { CycleOptions } from './cycle-options.js';
import { endsTheCycle } from './failure.js';
import { joinStages, NOTHING_DONE, type StageResult } from './stage.js';
import type { Targets } from './targets.js';
import { reviewUnits } from './units.js';

/** Answers stored in one transaction, which makes commits cheap; after a few seconds those there are, to lose little when killed. */
const BATCH = 250;
const LONGEST_WAIT_MS = 5_000;

/**
 * Asks every target for its usage details, a few at a time, and stores the answers in batches. One that fails
 * is noted and holds up no other; what makes going on pointless (the token is refused, or the provider stopped
 * answering) ends it.
 */
export async function askForUsage(
  ctx: PollContext,
  targets: Targets,
  settled: UnitsInUse,
  options: CycleOptions,
): Promise<StageResult> {
  // Where few are asked at a time, few are no fleet.
  const fleet = ctx.config.poll.adaptive === null ? targets.count : Number.POSITIVE_INFINITY;
  const queue = targets[Symbol.iterator]();
  const stop = new AbortController();
  const signal = AbortSignal.any(options.signal ? [stop.signal, options.signal] : [stop.signal]);
  let units = settled;
  let batch: Answer[] = [];
  let storedAt = performance.now();
  let stored = NOTHING_DONE;
  let failure: RoamifyError | null = null;

  const store = () => {
    if (batch.length === 0) return;
    units = reviewUnits(ctx, batch, fleet, units);
    const outcome = storeAndLearn(ctx, batch, () => commitAnswers(ctx, batch, units));
    stored = joinStages(stored, outcome);
    batch = [];
    storedAt = performance.now();
  };

  const underWay = new Set<string>();
  const progress = () => {
    const { polled, failed } = stored.counts;
    const done = polled + failed + batch.length;
    const isNearlyDone = done + underWay.size >= targets.count;
    options.onProgress?.({
      phase: 'asking',
      done,
      failed,
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
        failure ??= answer.error;
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
  return { ...stored, failure };
}
