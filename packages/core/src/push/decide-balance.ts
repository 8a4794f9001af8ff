import {
  type AlertPolicy,
  type AlertsBefore,
  type AlertTransition,
  transitionOf,
} from '../alerts/decide-alerts.js';
import { evaluateBalance } from '../alerts/lifecycle/evaluate-balance.js';
import type { UnixSeconds } from '../time/instant.js';
import type { BalanceChange, BalanceEvent } from './event.js';
import { isSeen, type SeenDigests, withSeen } from './seen.js';

/** The last event about the balance that was applied. */
export interface BalanceMemory {
  readonly at: UnixSeconds;
  readonly change: BalanceChange;
  readonly seen: SeenDigests;
}

/** What is stored about the account before an event about its balance. */
export interface BalanceBefore extends Pick<AlertsBefore, 'notifiedBefore'> {
  /** The newest alert about the account, open or resolved. */
  readonly accountAlert: AlertsBefore['providerAlert'];
  /** Null before the first event. */
  readonly memory: BalanceMemory | null;
}

/** What an event about the balance changes. `repeated` and `outdated` ones change nothing. */
export interface BalanceChanges {
  readonly outcome: 'applied' | 'repeated' | 'outdated';
  /** Null: the alert stays as it is. */
  readonly transition: AlertTransition | null;
  readonly memory: BalanceMemory | null;
}

/**
 * The change that an event about the balance makes. Only one that is newer than the last one counts, so that the outcome is the same in
 * whatever order, and however often, events come. Of two of the same second the worse one counts.
 */
export function decideBalance(
  event: BalanceEvent,
  before: BalanceBefore,
  policy: AlertPolicy,
  now: UnixSeconds,
): BalanceChanges {
  const { memory } = before;
  const at = Math.min(event.at ?? now, now);
  if (isSeen(memory?.seen, event.digest)) return { outcome: 'repeated', transition: null, memory };
  const seen = withSeen(memory?.seen, event.digest);
  if (memory !== null && !isNewer({ at, change: event.change }, memory)) {
    return { outcome: 'outdated', transition: null, memory: { ...memory, seen } };
  }
  const { change, balance, threshold, currency } = event;
  const evaluation = evaluateBalance({ change, balance, threshold, currency }, before.accountAlert, now);
  return {
    outcome: 'applied',
    transition: evaluation && transitionOf(evaluation, { match: {} }, before, policy),
    memory: { at, change, seen },
  };
}

const RANKS: Readonly<Record<BalanceChange, number>> = { 'topped-up': 0, low: 1, insufficient: 2 };

type Dated = Pick<BalanceMemory, 'at' | 'change'>;

function isNewer(event: Dated, memory: Dated): boolean {
  return event.at > memory.at || (event.at === memory.at && RANKS[event.change] > RANKS[memory.change]);
}
