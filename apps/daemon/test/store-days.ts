import { type DailyUsage, NO_USAGE_CHANGES, type UsageChanges } from '@roamwatch/core';
import type { Store } from '@roamwatch/store';

/** Stores what the provider says of days, as a poll does. */
export function storeDays(
  store: Pick<Store, 'polling'>,
  esim: number,
  days: readonly DailyUsage[],
  at: number,
): Promise<void> {
  return storeAnswer(store, esim, at, { days });
}

/** Stores what an answer changes, as a poll does. */
export async function storeAnswer(
  { polling }: Pick<Store, 'polling'>,
  esim: number,
  at: number,
  changes: Partial<UsageChanges>,
): Promise<void> {
  const quiet = { transitions: [], fingerprint: null, quietUntil: null, clockDueAt: at };
  const batch = {
    esims: [],
    now: at,
    readingsSince: null,
    places: false,
    addressesOn: null,
    learning: false,
  };
  await polling.answers(batch, () => ({
    confirmed: new Map(),
    answered: [{ ...NO_USAGE_CHANGES, ...quiet, esim, at, ...changes }],
    lessons: null,
  }));
}
