import { describe, expect, test } from 'vitest';
import { anEsim, aReading, NOW } from '../../../test/esim.js';
import { inWords } from '../../../test/in-words.js';
import { DAY, HOUR, MINUTE } from '../../time/instant.js';
import { type ExpiryRule, expiry } from './expiry.js';
import { type ExpiryUnusedRule, expiryUnused } from './expiry-unused.js';

const rule: ExpiryRule = { name: 'expiring', type: 'expiry', warning: [3 * DAY, 7 * DAY], critical: [DAY] };
const context = { now: NOW, providerDown: false };
const judge = (endsIn: number, length: number | null = 30 * DAY) => {
  const packageEndsAt = NOW + endsIn;
  const packageStartedAt = length === null ? null : packageEndsAt - length;
  const facts = anEsim({ fresh: false, reading: aReading({ packageEndsAt, packageStartedAt }) });
  return inWords(expiry.judge(rule, facts, context), 'Europe/London');
};

test.each([
  [7 * DAY + 1, 0, null],
  [7 * DAY, 1, 'warning'],
  [3 * DAY, 2, 'warning'],
  [DAY, 3, 'critical'],
  [0, 3, 'critical'],
  [-DAY, 3, 'critical'],
])('ends in %d s: threshold %d, by the clock alone', (endsIn, rank, severity) => {
  expect(judge(endsIn)).toMatchObject({ rank, severity });
});

test('a threshold not shorter than the whole package is skipped; of unknown length, none', () => {
  expect(judge(7 * DAY, 7 * DAY)).toMatchObject({ rank: 0, nextAt: NOW + 4 * DAY });
  expect(judge(3 * DAY, 7 * DAY)).toMatchObject({ rank: 2 });
  expect(judge(7 * DAY, 7 * DAY + 1)).toMatchObject({ rank: 1 });
  expect(judge(HOUR, DAY)).toMatchObject({ kind: 'not-applicable' });
  expect(judge(7 * DAY, null)).toMatchObject({ rank: 1 });
});

test('what ended a while ago is reached, what ended long ago is not', () => {
  expect(judge(-2 * HOUR)).toMatchObject({
    rank: 3,
    reason: 'the package expired 2 h ago (Mon 10 Feb, 10:00 GMT)',
  });
  expect(judge(-DAY - 1)).toMatchObject({ kind: 'not-applicable' });
});

test('the reason names the instant, and the next threshold is foreseen', () => {
  expect(judge(2 * DAY)).toMatchObject({
    value: 'expires in 48 h',
    threshold: '3 days',
    reason: 'the package expires in 48 h (Wed 12 Feb, 12:00 GMT; threshold: 3 days)',
    nextAt: NOW + DAY,
  });
  expect(judge(30 * DAY)).toMatchObject({ nextAt: NOW + 23 * DAY });
});

test("clear needs more than the provider's jitter", () => {
  expect(judge(7 * DAY + 5 * MINUTE)).toMatchObject({ rank: 0, clear: false });
  expect(judge(7 * DAY + HOUR)).toMatchObject({ rank: 0, clear: true });
});

test('an end nobody knows changes nothing', () => {
  expect(expiry.judge(rule, anEsim({ reading: aReading({ packageEndsAt: null }) }), context).kind).toBe(
    'unknown',
  );
  expect(expiry.judge(rule, anEsim({ reading: null }), context).kind).toBe('unknown');
});

describe('a profile that is not installed', () => {
  const unused: ExpiryUnusedRule = {
    name: 'unused',
    type: 'expiry-unused',
    warning: [14 * DAY],
    critical: [],
  };
  const judgeUnused = (status: string, lapsesAt: number | null) =>
    inWords(expiryUnused.judge(unused, anEsim({ status, lapsesAt, reading: null }), context));

  test('expires', () => {
    expect(judgeUnused('READY', NOW + 15 * DAY)).toMatchObject({ rank: 0 });
    expect(judgeUnused('READY', NOW + 13 * DAY)).toMatchObject({
      rank: 1,
      reason: 'the profile is not installed and expires in 13 days (Sun 23 Feb; threshold: 14 days)',
    });
    expect(judgeUnused('READY', null).kind).toBe('unknown');
  });

  test('only while it is READY', () => {
    expect(
      ['INSTALLED', 'NEW', 'EXPIRED', 'SOMETHING'].map((status) => judgeUnused(status, NOW + DAY).kind),
    ).toEqual(Array(4).fill('not-applicable'));
  });
});
