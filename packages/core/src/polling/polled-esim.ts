import type { Rule } from '../alerts/rules/registry.js';
import type { EsimKey } from '../fleet/esim.js';
import type { EsimFacts } from '../fleet/facts.js';
import { isUnused } from '../fleet/status.js';
import type { PushMark } from '../push/push-mark.js';
import type { Seconds, UnixSeconds } from '../time/instant.js';
import type { Reading } from '../usage/usage.js';
import type { PollMemory, Remembered } from './memory.js';
import { bytesToNextThreshold } from './threshold-ahead.js';

/** The input of the plan for one eSIM. */
export interface PolledEsim {
  readonly esim: EsimKey;
  readonly firstSeenAt: UnixSeconds;
  /** False while its profile is on no device, so that nothing can be used of it. */
  readonly isInstalled: boolean;
  readonly reading: Reading | null;
  /** The data that may still be used before the next threshold is reached; null when none is ahead. */
  readonly bytesToThreshold: number | null;
  /** Null before the first poll. */
  readonly memory: PollMemory | null;
  /** The last change according to the list. */
  readonly updatedAt: UnixSeconds | null;
  readonly failingSince: UnixSeconds | null;
  /** The provider's push about it; null or absent: nothing. */
  readonly push?: PushMark | null;
}

/** An eSIM as the plan sees it. */
export function polledEsimOf(
  facts: EsimFacts,
  { memory, updatedAt, push = null }: Remembered,
  rules: readonly Rule[],
): PolledEsim {
  const { esim, firstSeenAt, reading, failingSince } = facts;
  const isInstalled = !isUnused(facts.status);
  const bytesToThreshold = bytesToNextThreshold(rules, facts);
  return { esim, firstSeenAt, isInstalled, reading, bytesToThreshold, memory, updatedAt, failingSince, push };
}

/** How the operator bounds the plan. */
export interface PollPolicy {
  /** Requests of any kind in any hour. */
  readonly requestsPerHour: number;
  /** No eSIM is polled again sooner. */
  readonly floor: Seconds;
  /** None is left alone for longer, as far as the budget allows. */
  readonly ceiling: Seconds;
}
