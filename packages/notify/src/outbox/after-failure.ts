import { DAY, type DeliveryFault, HOUR, MINUTE, type Seconds, type UnixSeconds } from '@roamwatch/core';
import type { Permanent, Temporary } from '../channel.js';
import { backOff } from './back-off.js';
import type { OutboxEntry } from './outbox.js';

/** A message that could not be delivered for this long is dead-lettered. */
const RETRIED_FOR: Seconds = DAY;

/** Decides on an entry after an attempt that did not deliver it. */
export type AfterFailure =
  | { readonly kind: 'retried'; readonly at: UnixSeconds; readonly fault: DeliveryFault }
  | { readonly kind: 'dead'; readonly fault: DeliveryFault };

/**
 * Decides whether an entry is retried after a failed attempt, and when. An entry whose first attempt comes late,
 * because the program itself was down, gets another one before it is dead-lettered.
 */
export function afterFailure(
  entry: OutboxEntry,
  failure: Temporary | Permanent,
  now: UnixSeconds,
): AfterFailure {
  const { fault } = failure;
  if (failure.outcome === 'permanent') return { kind: 'dead', fault };
  const deadline = entry.createdAt + RETRIED_FOR;
  if (now >= deadline && entry.attempts > 0) {
    return { kind: 'dead', fault: { kind: 'not-in-time', last: fault } };
  }
  const wait =
    failure.retryAfter === null
      ? backOff(entry.id, entry.attempts)
      : Math.min(Math.max(Math.ceil(failure.retryAfter), MINUTE), HOUR);
  const at = now + wait;
  return { kind: 'retried', at: now < deadline ? Math.min(at, deadline) : at, fault };
}
