import { DAY, type UnixSeconds } from '@roamwatch/core';
import { Random, STREAM, unitOf } from '../random/random.js';

/** Smallest and largest error of a day's first figure, as a share of the truth. */
const LEAST_ERROR = 0.02;
const LARGEST_ERROR = 0.15;

/**
 * The published figure of a day at `at`, as a multiple of the truth: now and then it is wrong at first, too high or
 * too low, and corrected a day or two after the day.
 *
 * @param share how many of all days are restated, 0 to 1
 * @param day counted from 1970, in UTC
 */
export function figureFactor(
  seed: number,
  index: number,
  day: number,
  at: UnixSeconds,
  share: number,
): number {
  if (unitOf(seed ^ day, index, STREAM.restatement) >= share) return 1;
  const random = new Random(seed ^ day, index, STREAM.restatement);
  const restatedAt = (day + 1) * DAY + random.whole(DAY, 2 * DAY);
  if (at >= restatedAt) return 1;
  const error = random.between(LEAST_ERROR, LARGEST_ERROR);
  return random.chance(0.5) ? 1 + error : 1 - error;
}
