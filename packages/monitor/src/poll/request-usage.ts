import { type KnownDays, RoamifyError } from '@roamwatch/client';
import {
  type Answer,
  addDays,
  type DataUnit,
  dateOf,
  isBeyondDoubt,
  isRepeated,
  knownDaysDigest,
  nextEpoch,
  type PackagePurchase,
  quietFingerprint,
  type Reading,
  readReading,
  readUsage,
  type SoldPackage,
  type UnitsInUse,
  type UnixSeconds,
  type UsageDetails,
  unitByPackages,
  type WayOfReading,
  withOwnUnit,
} from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import { compareWithStored } from './compare-with-stored.js';
import type { PollContext } from './context.js';
import { requestHistory } from './histories.js';
import type { SoldTarget } from './targets.js';
import { oldestFirst } from './unit-evidence.js';

/** The answer about one eSIM, pending to be stored. */
export interface Polled {
  readonly target: PollTarget;
  /** What it was sold, as stored before; not known of an answer without figures. */
  readonly packages: readonly SoldPackage[];
  readonly answer: Answer;
  /** Null unless the answer is a failure. */
  readonly error: RoamifyError | null;
  /** True for figures that the daily rows contradict: they are requested again before anybody is notified. */
  readonly isDoubtful: boolean;
}

/** Requests the usage of one eSIM, and its packages history where the figures show a change. */
export async function requestUsage(
  ctx: PollContext,
  sold: SoldTarget,
  units: UnitsInUse,
  daysNeeded: number,
  signal: AbortSignal,
): Promise<Polled> {
  const { target } = sold;
  const { esim, unlimited } = target;
  try {
    const way = { version: ctx.version, unlimited, units };
    const known = quietFingerprint(target, way, ctx.now());
    const changed = await ctx.api.changedUsageDetails(target.requestIccid ?? target.iccid, known, {
      signal,
      knownDays: () => knownDaysOf(target, way, daysNeeded, ctx.now()),
    });
    const at = ctx.now();
    if (changed.details === null) {
      return { target, packages: [], answer: { kind: 'unchanged', esim, at }, ...GOOD };
    }
    const { fingerprint, details, daysDigest, whole } = changed;
    const packages = await sold.packages();
    const unitByStored = ownUnitOf(ctx, details, packages);
    const own = { units: withOwnUnit(units, unitByStored), epoch: target.epoch };
    const how = { unlimited, usageCheck: true, ...own, at };
    const reading = readReading(details, how);
    const daysTold = () => readUsage(details, how).days;
    const { isNews, isDoubtful } = await compareWithStored(
      ctx,
      target,
      reading,
      daysTold,
      isRepeated(target, fingerprint),
    );
    const history = packagesMatter(ctx, target, details, reading, units)
      ? await requestHistory(ctx, target, { signal })
      : null;
    const ownUnit = history === null ? unitByStored : ownUnitOf(ctx, details, oldestFirst(history.purchases));
    const usage = { unlimited, details, daysDigest, whole, ownUnit, history, fingerprint, isNews };
    return { target, packages, answer: { kind: 'usage', esim, at, ...usage }, error: null, isDoubtful };
  } catch (error) {
    if (!(error instanceof RoamifyError)) throw error;
    return {
      target,
      packages: [],
      answer: { kind: 'failed', esim, at: ctx.now(), reason: error.reason },
      error,
      isDoubtful: false,
    };
  }
}

/** Beside the days that rules look back on: today, a day in a zone that is ahead, and one before them all. */
const ROWS_BESIDE = 3;

/** The daily rows that are stored already, and need not be read if they come again. */
function knownDaysOf(
  { daysDigest }: PollTarget,
  way: WayOfReading,
  daysNeeded: number,
  now: UnixSeconds,
): KnownDays | null {
  const digest = knownDaysDigest(daysDigest, way);
  if (digest === null) return null;
  return { digest, from: addDays(dateOf(now, 'UTC'), -daysNeeded), rows: daysNeeded + ROWS_BESIDE };
}

type Package = Pick<PackagePurchase, 'packageName' | 'purchasedAt'>;

/** A configured unit applies to all. */
function ownUnitOf(
  { config }: Pick<PollContext, 'config'>,
  { allowed }: UsageDetails,
  packages: readonly Package[],
): DataUnit | null {
  if (config.units.allowance !== 'auto') return null;
  return unitByPackages({
    allowed,
    packages: packages.map(({ packageName }) => ({ packageName, dataBytes: null })),
  });
}

const GOOD = { error: null, isDoubtful: false } as const;

/** The most requests that polling one eSIM makes. */
export const MOST_REQUESTS = 2;

/**
 * Packages are rarely bought: the history is requested where the figures show a change. That of a new eSIM has time, and comes
 * with `requestHistories`: without it the first alerts of a fleet come twice as soon. It is requested at once where the
 * figures cannot be read without it, or a budget adds up what packages cost.
 */
function packagesMatter(
  { config: { units: configured, budgets } }: Pick<PollContext, 'config'>,
  target: PollTarget,
  { allowed }: UsageDetails,
  reading: Reading,
  { allowance }: UnitsInUse,
): boolean {
  if (target.epoch !== null) return packageChanged(target, reading);
  const unitIsClear = configured.allowance !== 'auto' || isBeyondDoubt(allowed, allowance.unit);
  return !unitIsClear || budgets.some(({ limit }) => 'amount' in limit);
}

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
