import type { Seconds } from '../time/instant.js';

/** A stretch of time, from the end of the one before, over which a chance rises evenly to `chance`. */
export interface Ramp {
  /** Counted from the last poll. */
  readonly until: Seconds;
  /** Its level at the end; never less than that of the ramp before. */
  readonly chance: number;
}

/**
 * How long to wait until the expected delay (the chance, summed over the time it is there) has grown to
 * `patience` seconds; null when that takes longer than `longest`.
 */
export function timeUntilWorth(patience: Seconds, ramps: Iterable<Ramp>, longest: Seconds): Seconds | null {
  let delay = 0;
  let from = 0;
  let chance = 0;
  for (const ramp of ramps) {
    const length = ramp.until - from;
    const rise = Math.max(0, ramp.chance - chance) / length;
    const grown = delay + chance * length + (rise * length * length) / 2;
    if (grown >= patience) {
      const wait = from + timeToGrow(patience - delay, chance, rise);
      return wait <= longest ? wait : null;
    }
    if (ramp.until >= longest) return null;
    delay = grown;
    chance += rise * length;
    from = ramp.until;
  }
  return null;
}

/** The time after which `chance·t + rise·t²/2` comes to `delay`. */
function timeToGrow(delay: Seconds, chance: number, rise: number): Seconds {
  return (2 * delay) / (chance + Math.sqrt(chance * chance + 2 * rise * delay));
}
