import { expect, test } from 'vitest';
import { type Reason, RoamifyError } from '../errors.js';
import { backoffMs, worthRepeating } from './backoff.js';

test('doubles up to half a minute, within its upper half', () => {
  expect([1, 2, 3, 10].map((attempt) => backoffMs(attempt, null, 1))).toEqual([500, 1000, 2000, 30_000]);
  expect(backoffMs(1, null, 0)).toBe(250);
});

test('never repeats earlier than the provider requires', () => {
  expect(backoffMs(1, 7, 0)).toBeGreaterThanOrEqual(7000);
});

test('repeats only failures that a short wait can mend', () => {
  const repeats = (reason: Reason, retryAfter: number | null = null, attempts = 1) =>
    worthRepeating(new RoamifyError(reason, '', { operation: 'usage', retryAfter }), attempts);
  expect(
    (['rate-limited', 'unavailable', 'timeout', 'network'] as const).every((reason) => repeats(reason)),
  ).toBe(true);
  expect(
    (['unauthorized', 'failed', 'pending', 'circuit-open', 'aborted'] as const).some((reason) =>
      repeats(reason),
    ),
  ).toBe(false);
  expect(repeats('rate-limited', 3600)).toBe(false);
  expect(repeats('unavailable', null, 2)).toBe(true);
  expect(repeats('timeout', null, 2)).toBe(false);
});
