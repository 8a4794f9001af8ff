import type { Seconds, UnixSeconds } from '../time/instant.js';
import type { PollMemory } from './memory.js';
import type { Rhythm } from './rhythm.js';

/** A stretch of time, counted from the last question, over which a chance rises evenly to `chance`. */
export interface Ramp {
  readonly from: Seconds;
  readonly until: Seconds;
  /** What it has reached at the end; never less than that of the ramp before. */
  readonly chance: number;
}

/** The stretch in which figures move next: by the provider's rhythm where both it and the last move are known. */
export function firstSeenWithin(
  memory: PollMemory | null,
  askedAt: UnixSeconds,
  rhythm: Rhythm | null,
  step: Seconds,
): Pick<Ramp, 'from' | 'until'> {
  const anyTime = { from: 0, until: step };
  if (rhythm === null || memory === null || memory.movedBy === null || memory.movedAfter === null) {
    return anyTime;
  }
  const from = memory.movedAfter + rhythm.soonest - askedAt;
  const until = memory.movedBy + rhythm.latest - askedAt;
  const isVague = memory.movedBy - memory.movedAfter > rhythm.usual;
  if (isVague || until <= 0) return anyTime;
  return { from: Math.max(0, from), until };
}

/**
 * How long to wait until the expected delay (the chance, summed over the time it is there) has grown to
 * `patience` seconds; null when that takes longer than `longest`.
 */
export function timeUntilWorth(patience: Seconds, ramps: Iterable<Ramp>, longest: Seconds): Seconds | null {
  let delay = 0;
  let at = 0;
  let chance = 0;
  for (const ramp of ramps) {
    const flat = ramp.from - at;
    if (chance > 0 && delay + chance * flat >= patience)
      return within(at + (patience - delay) / chance, longest);
    delay += chance * flat;
    const length = ramp.until - ramp.from;
    const rise = Math.max(0, ramp.chance - chance) / length;
    const grown = delay + chance * length + (rise * length * length) / 2;
    if (grown >= patience) return within(ramp.from + timeToGrow(patience - delay, chance, rise), longest);
    if (ramp.until >= longest) return null;
    delay = grown;
    chance += rise * length;
    at = ramp.until;
  }
  return null;
}

/** The time after which `chance·t + rise·t²/2` comes to `delay`. */
function timeToGrow(delay: Seconds, chance: number, rise: number): Seconds {
  return (2 * delay) / (chance + Math.sqrt(chance * chance + 2 * rise * delay));
}

function within(wait: Seconds, longest: Seconds): Seconds | null {
  return wait <= longest ? wait : null;
}
