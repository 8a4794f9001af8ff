import type { PushMark } from '../push/push-mark.js';
import { HOUR, type Seconds, type UnixSeconds } from '../time/instant.js';
import type { Reading } from '../usage/usage.js';
import type { Gap } from './rhythm.js';

/** The polling state of one eSIM, beside its last good reading: a few whole numbers. */
export interface PollMemory {
  /** The last poll, answered or not. */
  readonly polledAt: UnixSeconds;
  /** The last change according to the list when it was polled. */
  readonly updatedAt: UnixSeconds | null;
  /** The provider's figures last moved after this instant … */
  readonly movedAfter: UnixSeconds | null;
  /** … and by this one. */
  readonly movedBy: UnixSeconds | null;
  /** Recent use; null before two readings of one package. */
  readonly bytesPerHour: number | null;
}

/** The stored state of one eSIM, and its current list entry. */
export interface Remembered {
  /** Null before the first poll. */
  readonly memory: PollMemory | null;
  /** The last change according to the list. */
  readonly updatedAt: UnixSeconds | null;
  /** The provider's push about it; null or absent: nothing. */
  readonly push?: PushMark | null;
}

/** What adaptive polling learnt from one answer. */
export interface Learnt {
  readonly memory: PollMemory;
  /** The time between two moves, when both were observed closely enough to know. */
  readonly gap: Gap | null;
}

/** Use of half a day ago counts a third of what it counts now: a day's rhythm shows, an idle hour does not rule. */
const FADING: Seconds = 12 * HOUR;

/** Learns from a poll: `before` is the last good reading so far, `after` the answer, null when it failed. */
export function learn(
  memory: PollMemory | null,
  before: Reading | null,
  after: Reading | null,
  polled: Pick<PollMemory, 'polledAt' | 'updatedAt'>,
): Learnt {
  const known = { movedAfter: null, movedBy: null, bytesPerHour: null, ...memory, ...polled };
  if (before === null || after === null || after.at <= before.at || !isSamePackage(before, after)) {
    return { memory: known, gap: null };
  }
  const bytesPerHour = faded(known.bytesPerHour, before, after);
  if (before.remainingBytes === after.remainingBytes)
    return { memory: { ...known, bytesPerHour }, gap: null };
  const moved = { movedAfter: before.at, movedBy: after.at };
  return { memory: { ...known, ...moved, bytesPerHour }, gap: gapBetween(known, moved) };
}

/** A top-up moves figures too, but at its own time. */
function isSamePackage(before: Reading, after: Reading): boolean {
  return (
    before.allowanceBytes === after.allowanceBytes &&
    before.remainingBytes !== null &&
    after.remainingBytes !== null
  );
}

function faded(former: number | null, before: Reading, after: Reading): number {
  const hours = (after.at - before.at) / HOUR;
  const used = Math.max(0, (before.remainingBytes ?? 0) - (after.remainingBytes ?? 0));
  const share = former === null ? 1 : 1 - Math.exp((-hours * HOUR) / FADING);
  const bytesPerHour = (former ?? 0) + share * (used / hours - (former ?? 0));
  // Two extreme readings a second apart would give more than can be stored exactly.
  return Math.min(Math.round(bytesPerHour), Number.MAX_SAFE_INTEGER);
}

function gapBetween(
  earlier: Pick<PollMemory, 'movedAfter' | 'movedBy'>,
  later: { readonly movedAfter: UnixSeconds; readonly movedBy: UnixSeconds },
): Gap | null {
  if (earlier.movedAfter === null || earlier.movedBy === null) return null;
  return {
    shortest: later.movedAfter - earlier.movedBy,
    longest: later.movedBy - earlier.movedAfter,
  };
}
