import {
  areStored,
  type DailyUsage,
  isBorneOut,
  isSameReading,
  isStartling,
  type Reading,
  withKnownTimes,
} from '@roamwatch/core';
import type { PollTarget, Store } from '@roamwatch/store';

/** How an answer compares with the eSIM's earlier answers. */
export interface Comparison {
  /** False: the provider had reported all of it before. Not checked where no alert depends on new figures. */
  readonly isNews: boolean;
  /** True for figures that the daily rows contradict. */
  readonly isDoubtful: boolean;
}

/**
 * Most answers are told apart by their figures alone.
 *
 * @param daysTold reads the days of the answer.
 * @param isRepeated whether the bytes are those of the answer before.
 */
export async function compareWithStored(
  { store }: { readonly store: Pick<Store, 'usage'> },
  { esim, reading: former, quietUntil }: PollTarget,
  reading: Reading,
  daysTold: () => readonly DailyUsage[],
  isRepeated: boolean,
): Promise<Comparison> {
  if (isRepeated) return { isNews: false, isDoubtful: false };
  const storedLike = async ([first]: readonly DailyUsage[]): Promise<readonly DailyUsage[]> =>
    first ? store.usage.daysSince(esim, first.date) : [];
  if (isStartling(reading, former)) {
    const days = daysTold();
    return { isNews: true, isDoubtful: !isBorneOut(reading, former, days, await storedLike(days)) };
  }
  if (quietUntil !== null || former === null || !isSameReading(withKnownTimes(reading, former), former)) {
    return { isNews: true, isDoubtful: false };
  }
  const days = daysTold();
  return { isNews: !areStored(days, await storedLike(days)), isDoubtful: false };
}
