import { RoamifyError } from '@roamwatch/client';
import {
  nextEpoch,
  type PackagePurchase,
  type Reading,
  readReading,
  type UnitsInUse,
  type UnixSeconds,
  type UsageDetails,
} from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import type { PollContext } from './context.js';
import { askHistory } from './histories.js';

/** The outcome of asking one eSIM, waiting to be stored. */
export type Answer = Heard | Unchanged | Failed;

interface Asked {
  readonly target: PollTarget;
  readonly at: UnixSeconds;
}

export interface Heard extends Asked {
  readonly kind: 'heard';
  /** Still in the provider's units: the batch it is stored with can yet tell otherwise about them. */
  readonly details: UsageDetails;
  readonly history: readonly PackagePurchase[] | null;
  readonly fingerprint: string;
}

/** Byte for byte what was heard, stored and evaluated before, and nothing is near that time alone could bring about. */
export interface Unchanged extends Asked {
  readonly kind: 'unchanged';
}

export interface Failed extends Asked {
  readonly kind: 'failed';
  readonly error: RoamifyError;
}

export async function askEsim(
  ctx: PollContext,
  target: PollTarget,
  units: UnitsInUse,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const readAs = wayOfReading(ctx.version, target, units);
    const known = knownAnswer(target, readAs, ctx.now());
    const { fingerprint, details } = await ctx.api.changedUsageDetails(target.iccid, known, { signal });
    const at = ctx.now();
    if (details === null) return { kind: 'unchanged', target, at };
    const reading = readReading(details, { unlimited: target.unlimited, usageCheck: true, units, at });
    const history = packageChanged(target, reading) ? await askHistory(ctx, target, { signal }) : null;
    return { kind: 'heard', target, at, details, history, fingerprint };
  } catch (error) {
    if (error instanceof RoamifyError) return { kind: 'failed', target, at: ctx.now(), error };
    throw error;
  }
}

/** The same answer means the same only while the same program reads it in the same way. */
export function wayOfReading(
  version: string,
  { unlimited }: PollTarget,
  { allowance, dailyUsage }: UnitsInUse,
): string {
  return `${version} ${allowance.unit} ${dailyUsage.unit} ${unlimited} `;
}

/** The fingerprint of an answer that need not be looked at again; null when every answer must be. */
function knownAnswer(
  { fingerprint, quietUntil }: PollTarget,
  readAs: string,
  now: UnixSeconds,
): string | null {
  if (fingerprint === null || quietUntil === null || now >= quietUntil) return null;
  return fingerprint.startsWith(readAs) ? fingerprint.slice(readAs.length) : null;
}

/** A package that changed has its history asked for at once. */
export const MOST_REQUESTS = 2;

/** What asking it takes as a rule: the packages history of a new one is asked for as well. */
export function requestsFor(target: PollTarget): number {
  return target.epoch === null ? MOST_REQUESTS : 1;
}

/** Packages are bought seldom: the history is asked for when an eSIM is new and when its figures show a change. */
function packageChanged(target: PollTarget, reading: Reading | null): boolean {
  if (reading === null) return false;
  return nextEpoch(target.epoch, reading, null) !== target.epoch || rose(target, reading);
}

/** A restated day gives a little back; more than this, and a package of the same size may have been added. */
const NOTABLE_RISE = 0.05;

function rose({ remainingBytes }: PollTarget, reading: Reading): boolean {
  if (remainingBytes === null || reading.remainingBytes === null || reading.allowanceBytes === null)
    return false;
  return reading.remainingBytes - remainingBytes > reading.allowanceBytes * NOTABLE_RISE;
}
