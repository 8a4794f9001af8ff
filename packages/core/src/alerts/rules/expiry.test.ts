import { describe, expect, test } from 'vitest';
import { anEsim, aReading, NOW } from '../../../test/esim.js';
import { DAY, HOUR, MINUTE } from '../../time/instant.js';
import { judgeExpiry } from './expiry.js';
import { judgeExpiryUnused } from './expiry-unused.js';
import type { ExpiryRule, ExpiryUnusedRule } from './rule.js';

const rule: ExpiryRule = { name: 'expiring', type: 'expiry', warning: [3 * DAY, 7 * DAY], critical: [DAY] };
const context = { now: NOW, providerDown: false, zone: 'Europe/London' };
const judge = (endsIn: number, length: number | null = 30 * DAY) => {
  const packageEndsAt = NOW + endsIn;
  const packageStartedAt = length === null ? null : packageEndsAt - length;
  return judgeExpiry(
    rule,
    anEsim({ fresh: false, reading: aReading({ packageEndsAt, packageStartedAt }) }),
    context,
  );
};

test.each([
  [7 * DAY + 1, 0, null],
  [7 * DAY, 1, 'warning'],
  [3 * DAY, 2, 'warning'],
  [DAY, 3, 'critical'],
  [0, 3, 'critical'],
  [-DAY, 3, 'critical'],
])('ends in %d s: step %d, by the clock alone', (endsIn, step, severity) => {
  expect(judge(endsIn)).toMatchObject({ step, severity });
});

test('a step not shorter than the whole package is skipped; of unknown length, none', () => {
  expect(judge(7 * DAY, 7 * DAY)).toMatchObject({ step: 0, nextAt: NOW + 4 * DAY });
  expect(judge(3 * DAY, 7 * DAY)).toMatchObject({ step: 2 });
  expect(judge(7 * DAY, 7 * DAY + 1)).toMatchObject({ step: 1 });
  expect(judge(HOUR, DAY)).toMatchObject({ kind: 'not-applicable' });
  expect(judge(7 * DAY, null)).toMatchObject({ step: 1 });
});

test('what ended a while ago is told, what ended long ago is not', () => {
  expect(judge(-2 * HOUR)).toMatchObject({
    step: 3,
    reason: 'the package expired 2 hours ago (Mon 10 Feb 2025, 10:00 GMT)',
  });
  expect(judge(-DAY - 1)).toMatchObject({ kind: 'not-applicable' });
});

test('the reason names the instant, and the next step is known', () => {
  expect(judge(2 * DAY)).toMatchObject({
    value: 'ends in 2 days',
    threshold: '3 days',
    reason: 'the package ends in 2 days (Wed 12 Feb 2025, 12:00 GMT), within 3 days',
    nextAt: NOW + DAY,
  });
  expect(judge(30 * DAY)).toMatchObject({ nextAt: NOW + 23 * DAY });
});

test("clear needs more than the provider's jitter", () => {
  expect(judge(7 * DAY + 5 * MINUTE)).toMatchObject({ step: 0, clear: false });
  expect(judge(7 * DAY + HOUR)).toMatchObject({ step: 0, clear: true });
});

test('an end nobody knows changes nothing', () => {
  expect(judgeExpiry(rule, anEsim({ reading: aReading({ packageEndsAt: null }) }), context).kind).toBe(
    'unknown',
  );
  expect(judgeExpiry(rule, anEsim({ reading: null }), context).kind).toBe('unknown');
});

describe('a profile never installed', () => {
  const unused: ExpiryUnusedRule = {
    name: 'unused',
    type: 'expiry-unused',
    warning: [14 * DAY],
    critical: [],
  };
  const judgeUnused = (status: string, lapsesAt: number | null) =>
    judgeExpiryUnused(unused, anEsim({ status, lapsesAt, reading: null }), context);

  test('lapses', () => {
    expect(judgeUnused('READY', NOW + 15 * DAY)).toMatchObject({ step: 0 });
    expect(judgeUnused('READY', NOW + 13 * DAY)).toMatchObject({
      step: 1,
      reason: 'the profile, never installed, lapses in 13 days (Sun 23 Feb 2025, 12:00 GMT), within 14 days',
    });
    expect(judgeUnused('READY', null).kind).toBe('unknown');
  });

  test('only while it is READY', () => {
    expect(
      ['INSTALLED', 'NEW', 'EXPIRED', 'SOMETHING'].map((status) => judgeUnused(status, NOW + DAY).kind),
    ).toEqual(Array(4).fill('not-applicable'));
  });
});
