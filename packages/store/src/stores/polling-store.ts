import type { EsimKey, PollMemory, UnixSeconds } from '@roamwatch/core';
import type { Page } from './fleet-store.js';

/** What adaptive polling remembers, and whom it is to ask when. */
export interface PollingStore {
  /** What is remembered of these eSIMs and what the list says of them; all that exist are in the result. */
  remembered(esims: readonly EsimKey[]): ReadonlyMap<EsimKey, Remembered>;
  remember(memories: ReadonlyMap<EsimKey, PollMemory>): void;
  setDue(due: ReadonlyMap<EsimKey, UnixSeconds>): void;
  /** eSIMs due by `now`, of those that `pollTargets(statuses)` gives; by key, a page at a time. */
  dueBy(now: UnixSeconds, statuses: readonly string[], page: Page): readonly EsimKey[];
}

export interface Remembered {
  /** Null before the first question. */
  readonly memory: PollMemory | null;
  /** What the list gives as its last change. */
  readonly updatedAt: UnixSeconds | null;
}
