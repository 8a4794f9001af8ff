import { DAY, type UnixSeconds } from '../time/instant.js';
import { isRefund } from './refund.js';

/** A package an eSIM ran, as its readings show it. */
export interface PackageRun {
  readonly startedAt: UnixSeconds;
  readonly endsAt: UnixSeconds | null;
  /** Null in readings that have none. */
  readonly allowanceBytes: number | null;
  /** Of its last reading. */
  readonly remainingBytes: number | null;
}

/** The clocks that date a purchase and a start need not agree, and a start may be reported as the first second of the day. */
const TOLERANCE = DAY;

/**
 * Finds the run of each purchase of an eSIM: a package runs in the order it was bought, and not before. A refund runs
 * never, nor does a package without a run left.
 *
 * @param purchases in order of purchase
 * @param runs in order of start
 */
export function assignRuns<Purchase extends { readonly purchasedAt: UnixSeconds; readonly type: string }>(
  purchases: readonly Purchase[],
  runs: readonly PackageRun[],
): ReadonlyMap<Purchase, PackageRun> {
  const assigned = new Map<Purchase, PackageRun>();
  const waiting = purchases.filter(({ type }) => !isRefund(type));
  for (const run of runs) {
    const next = waiting[0];
    if (next === undefined || next.purchasedAt - TOLERANCE > run.startedAt) continue;
    waiting.shift();
    assigned.set(next, run);
  }
  return assigned;
}
