import { performance } from 'node:perf_hooks';
import { RoamifyError } from '@roamwatch/client';
import {
  nextEpoch,
  type PackagePurchase,
  readUsage,
  type UnitsInUse,
  type UnixSeconds,
  type UsageDetails,
  type UsageRead,
} from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import type { Context } from '../../context.js';
import { commitAnswers } from './commit.js';
import type { CycleOptions } from './cycle.js';
import { endsTheCycle } from './failure.js';
import { askHistory } from './histories.js';
import type { CycleSummary } from './summary.js';

/** The outcome of asking one eSIM, waiting to be stored. */
export type Answer = {
  readonly target: PollTarget;
  readonly at: UnixSeconds;
} & (
  | {
      readonly details: UsageDetails;
      /** The same in bytes. */
      readonly read: UsageRead;
      readonly history: readonly PackagePurchase[] | null;
      readonly error: null;
    }
  | { readonly error: RoamifyError }
);

/** Answers stored in one transaction, which makes commits cheap; after a few seconds those there are, to lose little when killed. */
const BATCH = 1_000;
const LONGEST_WAIT_MS = 5_000;

/**
 * Asks every target for its usage details, a few at a time, and stores the answers in batches. One that fails
 * is noted and holds up no other.
 *
 * @throws RoamifyError when going on is pointless: the token is refused, or the provider stopped answering.
 */
export async function askForUsage(
  ctx: Context,
  targets: readonly PollTarget[],
  units: UnitsInUse,
  summary: CycleSummary,
  options: CycleOptions,
): Promise<void> {
  const queue = targets.values();
  const stop = new AbortController();
  const signal = AbortSignal.any(options.signal ? [stop.signal, options.signal] : [stop.signal]);
  let batch: Answer[] = [];
  let storedAt = performance.now();
  let stopped: RoamifyError | null = null;

  const store = () => {
    if (batch.length === 0) return;
    commitAnswers(ctx, batch, summary);
    batch = [];
    storedAt = performance.now();
  };

  const worker = async () => {
    for (const target of queue) {
      if (signal.aborted) return;
      const answer = await ask(ctx, target, units, signal);
      if (answer.error && endsTheCycle(answer.error)) {
        stopped ??= answer.error;
        stop.abort();
        return;
      }
      batch.push(answer);
      if (batch.length >= BATCH || performance.now() - storedAt >= LONGEST_WAIT_MS) store();
      options.onProgress?.({
        phase: 'asking',
        done: summary.polled + summary.failed + batch.length,
        failed: summary.failed,
        total: targets.length,
      });
    }
  };

  await Promise.all(Array.from({ length: ctx.config.api.concurrency }, worker));
  store();
  summary.skipped = Math.max(0, summary.listed - targets.length);
  if (stopped) throw stopped;
}

async function ask(
  ctx: Context,
  target: PollTarget,
  units: UnitsInUse,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const details = await ctx.api.usageDetails(target.iccid, { signal });
    const at = ctx.now();
    const read = readUsage(details, { unlimited: target.unlimited, usageCheck: true, units, at });
    const history = packageChanged(target, read) ? await askHistory(ctx, target, { signal }) : null;
    return { target, at, details, read, history, error: null };
  } catch (error) {
    if (error instanceof RoamifyError) return { target, at: ctx.now(), error };
    throw error;
  }
}

/** Packages are bought seldom: the history is asked for when an eSIM is new and when its figures show a change. */
function packageChanged(target: PollTarget, { reading }: UsageRead): boolean {
  return reading !== null && nextEpoch(target.epoch, reading, null) !== target.epoch;
}
