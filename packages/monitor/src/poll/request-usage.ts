import { RoamifyError } from '@roamwatch/client';
import {
  type Answer,
  isRepeated,
  nextEpoch,
  quietFingerprint,
  type Reading,
  readUsage,
  type UnitsInUse,
} from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import { compareWithStored } from './compare-with-stored.js';
import type { PollContext } from './context.js';
import { requestHistory } from './histories.js';

/** What came back from one eSIM, waiting to be stored. */
export interface Polled {
  readonly target: PollTarget;
  readonly answer: Answer;
  /** Null unless the answer is a failure. */
  readonly error: RoamifyError | null;
  /** True for figures that the daily rows contradict: they are requested again before anybody is notified. */
  readonly isDoubtful: boolean;
}

/** Requests the usage of one eSIM, and its packages history where the figures show a change. */
export async function requestUsage(
  ctx: PollContext,
  target: PollTarget,
  units: UnitsInUse,
  signal: AbortSignal,
): Promise<Polled> {
  const { esim, unlimited } = target;
  try {
    const known = quietFingerprint(target, { version: ctx.version, unlimited, units }, ctx.now());
    const { fingerprint, details } = await ctx.api.changedUsageDetails(
      target.requestIccid ?? target.iccid,
      known,
      {
        signal,
      },
    );
    const at = ctx.now();
    if (details === null) return { target, answer: { kind: 'unchanged', esim, at }, ...GOOD };
    const read = readUsage(details, { unlimited, usageCheck: true, units, epoch: target.epoch, at });
    const { reading } = read;
    const { isNews, isDoubtful } = await compareWithStored(
      ctx,
      target,
      read,
      isRepeated(target, fingerprint),
    );
    const history = packageChanged(target, reading) ? await requestHistory(ctx, target, { signal }) : null;
    const answer = { kind: 'usage', esim, at, unlimited, details, history, fingerprint, isNews } as const;
    return { target, answer, error: null, isDoubtful };
  } catch (error) {
    if (!(error instanceof RoamifyError)) throw error;
    return {
      target,
      answer: { kind: 'failed', esim, at: ctx.now(), reason: error.reason },
      error,
      isDoubtful: false,
    };
  }
}

const GOOD = { error: null, isDoubtful: false } as const;

/** The most requests that polling one eSIM makes. */
export const MOST_REQUESTS = 2;

/** How many requests polling an eSIM usually takes: the packages history of a new one is requested as well. */
export function requestsFor(target: PollTarget): number {
  return target.epoch === null ? MOST_REQUESTS : 1;
}

/** Packages are rarely bought: the history is requested when an eSIM is new and when its figures show a change. */
function packageChanged(target: PollTarget, reading: Reading): boolean {
  return nextEpoch(target.epoch, reading, null) !== target.epoch || rose(target, reading);
}

/** A restated day gives a little back; more than this, and a package of the same size may have been added. */
const NOTABLE_RISE = 0.05;

function rose({ reading: former }: PollTarget, reading: Reading): boolean {
  const remainingBytes = former?.remainingBytes ?? null;
  if (remainingBytes === null || reading.remainingBytes === null || reading.allowanceBytes === null)
    return false;
  return reading.remainingBytes - remainingBytes > reading.allowanceBytes * NOTABLE_RISE;
}
