import {
  areStored,
  type DailyUsage,
  isBorneOut,
  isSameReading,
  isStartling,
  type UsageRead,
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

/** @param isRepeated whether the bytes are those of the answer before. */
export async function compareWithStored(
  { store }: { readonly store: Pick<Store, 'usage'> },
  { esim, reading: former, quietUntil }: PollTarget,
  { reading, days }: UsageRead,
  isRepeated: boolean,
): Promise<Comparison> {
  if (isRepeated) return { isNews: false, isDoubtful: false };
  const stored = async (): Promise<readonly DailyUsage[]> => {
    const [first] = days;
    return first ? store.usage.daysSince(esim, first.date) : [];
  };
  if (isStartling(reading, former)) {
    return { isNews: true, isDoubtful: !isBorneOut(reading, former, days, await stored()) };
  }
  const mayRepeat =
    quietUntil === null && former !== null && isSameReading(withKnownTimes(reading, former), former);
  return { isNews: !(mayRepeat && areStored(days, await stored())), isDoubtful: false };
}
