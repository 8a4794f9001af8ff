import { DAY, type UnixSeconds } from '@roamwatch/core';
import type { Travelled } from '../fleet/run.js';

/** The true usage on one UTC day in one country. */
export interface DayPiece {
  /** Counted from 1970. */
  readonly day: number;
  readonly place: string;
  readonly bytes: number;
}

/** Cuts the use between two instants at midnights and borders. Pieces without use are left out. */
export function cutIntoDays(
  { curve, legs }: Travelled,
  from: UnixSeconds,
  until: UnixSeconds,
): readonly DayPiece[] {
  const pieces: DayPiece[] = [];
  const end = Math.min(until, curve.endsAt);
  let at = Math.max(from, curve.startsAt);
  let leg = 0;
  let used = curve.usedBytes(at);
  while (at < end) {
    const day = Math.floor(at / DAY);
    while ((legs[leg + 1]?.from ?? Number.POSITIVE_INFINITY) <= at) leg++;
    const border = legs[leg + 1]?.from ?? Number.POSITIVE_INFINITY;
    const next = Math.min((day + 1) * DAY, border, end);
    const usedThen = curve.usedBytes(next);
    if (usedThen > used) {
      pieces.push({ day, place: (legs[leg] ?? legs[0]).country.name, bytes: usedThen - used });
    }
    [at, used] = [next, usedThen];
  }
  return pieces;
}
