import { DAY, type Seconds } from '../time/instant.js';

/** How long the figures of one eSIM stayed unchanged, as far as the polls before and after show. */
export interface Gap {
  readonly shortest: Seconds;
  readonly longest: Seconds;
}

/** How the provider's figures move, over the whole fleet. */
export interface Rhythm {
  /** Figures rarely stay unchanged for less. */
  readonly soonest: Seconds;
  readonly usual: Seconds;
}

/** The gaps last seen in the fleet, oldest first. */
export type Gaps = readonly Seconds[];

const KEPT = 64;
const ENOUGH = 12;
/** Gaps are known roughly, and a poll too many costs less than one too late. */
const CAUTION = 0.8;

/** The gaps with one more, if it was seen closely: within a sixth of its length to either side. */
export function withGap(gaps: Gaps, gap: Gap): Gaps {
  const middle = (gap.shortest + gap.longest) / 2;
  const isClose = gap.longest - gap.shortest <= (2 / 3) * middle;
  // An eSIM that used nothing for a day is evidence about itself, not about the provider.
  return isClose && middle < DAY ? [...gaps, Math.round(middle)].slice(-KEPT) : gaps;
}

/** Null until enough was seen; it never is where figures move at once. */
export function rhythmOf(gaps: Gaps): Rhythm | null {
  if (gaps.length < ENOUGH) return null;
  const sorted = gaps.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { soonest: Math.round(at(0.05) * CAUTION), usual: at(0.5) };
}
