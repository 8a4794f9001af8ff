import { expect, test } from 'vitest';
import { anEsim, aReading, NOW } from '../../../test/esim.js';
import { inWords } from '../../../test/in-words.js';
import type { EsimFacts } from '../../fleet/facts.js';
import { DAY, HOUR, MINUTE } from '../../time/instant.js';
import { type StaleRule, stale } from './stale.js';

const rule: StaleRule = { name: 'silent', type: 'stale', warning: [8 * HOUR], critical: [DAY] };
const context = { now: NOW, providerDown: false };
const judge = (change: Partial<EsimFacts>, now = context) =>
  inWords(stale.judge(rule, anEsim({ fresh: false, ...change }), now));
const lastRead = (ago: number, failingFor: number | null) => ({
  reading: aReading({ at: NOW - ago }),
  failingSince: failingFor === null ? null : NOW - failingFor,
});

test('no good reading for longer than a threshold, while calls fail', () => {
  expect(judge(lastRead(8 * HOUR - 1, 7 * HOUR))).toMatchObject({ rank: 0, nextAt: NOW + 1 });
  expect(judge(lastRead(8 * HOUR, 7 * HOUR))).toMatchObject({
    rank: 1,
    severity: 'warning',
    reason: 'last good reading 8 h ago (threshold: 8 h)',
  });
  expect(judge(lastRead(25 * HOUR, 24 * HOUR))).toMatchObject({ rank: 2, severity: 'critical' });
});

test('one that was never read counts from when it was first seen', () => {
  expect(judge({ reading: null, firstSeenAt: NOW - 9 * HOUR, failingSince: NOW - 9 * HOUR })).toMatchObject({
    rank: 1,
    reason: 'no good reading for 9 h (threshold: 8 h)',
  });
});

test('days without the daemon are no silence of the eSIM', () => {
  expect(judge(lastRead(3 * DAY, null))).toMatchObject({
    rank: 0,
    clear: true,
    reason: 'last good reading 3 days ago; no usage request has failed since',
  });
  expect(judge({ reading: null, firstSeenAt: NOW - DAY })).toMatchObject({
    reason: 'no good reading for 24 h; no usage request has failed',
  });
  expect(judge(lastRead(3 * DAY, 0))).toMatchObject({ rank: 0, clear: false });
  expect(judge(lastRead(3 * DAY, 59 * MINUTE))).toMatchObject({
    rank: 0,
    reason: 'last good reading 3 days ago; usage requests have failed for 59 min',
  });
  expect(judge(lastRead(3 * DAY, HOUR))).toMatchObject({ rank: 2 });
});

test('while the provider is down nothing is known', () => {
  expect(judge(lastRead(DAY, DAY), { now: NOW, providerDown: true }).kind).toBe('unknown');
});

test.each<[string, Partial<EsimFacts>]>([
  ['without usage check', { usageCheck: false }],
  ['without ICCID', { iccid: null }],
  ['of a status that is not polled', { status: 'NEW' }],
])('an eSIM %s is not polled', (_, change) => {
  expect(judge({ ...lastRead(DAY, DAY), ...change }).kind).toBe('not-applicable');
});
