import { DAY, MINUTE, type Seconds, type UnixSeconds } from '@roamwatch/core';
import type { Permanent, Temporary } from '../channel.js';
import { backOff } from './back-off.js';
import type { OutboxEntry } from './outbox.js';

/** A message that could not be delivered for this long is given up. */
const GIVEN_UP_AFTER: Seconds = DAY;

/** What is to be done with an entry after an attempt that did not deliver it. */
export type Verdict =
  | { readonly kind: 'retried'; readonly at: UnixSeconds; readonly error: string }
  | { readonly kind: 'dead'; readonly error: string };

/**
 * Judges a failed attempt. An entry whose first attempt comes late, because the program itself was down, gets
 * another one before it is given up.
 */
export function judge(entry: OutboxEntry, failure: Temporary | Permanent, now: UnixSeconds): Verdict {
  if (failure.outcome === 'permanent') return { kind: 'dead', error: failure.error };
  const deadline = entry.createdAt + GIVEN_UP_AFTER;
  if (now >= deadline && entry.attempts > 0) {
    return { kind: 'dead', error: `given up after 24 hours: ${failure.error}` };
  }
  const wait =
    failure.retryAfter === null
      ? backOff(entry.id, entry.attempts)
      : Math.max(Math.ceil(failure.retryAfter), MINUTE);
  const at = now + wait;
  return { kind: 'retried', at: now < deadline ? Math.min(at, deadline) : at, error: failure.error };
}
