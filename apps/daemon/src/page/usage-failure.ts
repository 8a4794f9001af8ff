import type { Reason } from '@roamwatch/client';
import { UNREADABLE } from '@roamwatch/core';
import type { UsageFailure } from '@roamwatch/web';

/** By the reasons of the client: the compiler names one that the page has no words for. */
const FAILURES: Readonly<Record<Reason, UsageFailure>> = {
  unauthorized: 'refused',
  forbidden: 'refused',
  'bad-request': 'rejected',
  'not-found': 'not-found',
  'rate-limited': 'throttled',
  unavailable: 'unavailable',
  timeout: 'no-answer',
  network: 'unreachable',
  certificate: 'certificate',
  redirected: 'redirected',
  unreadable: 'unreadable',
  failed: 'rejected',
  pending: 'pending',
  'circuit-open': 'postponed',
  'budget-spent': 'postponed',
  aborted: 'postponed',
};

/** Why usage requests fail, by what is stored of it. */
export function usageFailureOf(stored: string): UsageFailure {
  if (stored === UNREADABLE) return 'figures';
  return Object.hasOwn(FAILURES, stored) ? FAILURES[stored as Reason] : 'unclear';
}
