import type { ListOutcome } from './list-all.js';

/** Where the provider cuts a list. */
export interface Cap {
  /** Undefined: the list of all. */
  readonly status: string | undefined;
  /** The number of eSIMs it does not go beyond. */
  readonly cap: number;
  /** False: it may as well be a fleet of just that size. */
  readonly proven: boolean;
}

export interface Assessment {
  /** Why the fleet is not complete; null when it is. */
  readonly reason: string | null;
  readonly capped: readonly Cap[];
  readonly listed: number;
}

/** Compares a list of all that looked cut with the lists by status. */
export function assessParts(whole: ListOutcome, parts: readonly ListOutcome[]): Assessment {
  const sum = parts.reduce((total, { count }) => total + count, 0);
  const listed = Math.max(whole.count, sum);
  if (parts.some(ignoresFilter)) {
    const capped = [{ status: undefined, cap: whole.count, proven: whole.full }];
    return { capped, listed: whole.count, reason: `${mayBeCut(whole)}, and it ignores the requested status` };
  }
  const proven = whole.full || sum > whole.count;
  const cutParts = parts.filter((part) => part.full || (part.count > 0 && part.count >= whole.count));
  if (!proven && !(cutParts.length > 0 && isRound(whole.count))) return { capped: [], listed, reason: null };

  const capped = [whole, ...cutParts].map(({ status, count }) => ({ status, cap: count, proven }));
  if (cutParts.length === 0) return { capped, listed, reason: null };
  const where = cutParts.map(({ status, count }) => `${status} at ${count}`).join(', ');
  return { capped, listed, reason: proven ? `the provider cuts its lists: ${where}` : mayBeCut(whole) };
}

function mayBeCut({ count, limit }: ListOutcome): string {
  return `the provider returned exactly ${count} eSIMs when up to ${limit} were requested: it may cut its list there`;
}

/** Every cap we can imagine is a multiple of the documented default of 50. */
export function isRound(count: number): boolean {
  return count > 0 && count % 50 === 0;
}

/** The provider lists others than those of the status requested. */
export function ignoresFilter({ status, byStatus }: ListOutcome): boolean {
  return status !== undefined && [...byStatus.keys()].some((seen) => seen !== status.toUpperCase());
}
