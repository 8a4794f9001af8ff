import { expect, test } from 'vitest';
import { anEsim, aReading, GB, MB, NOW } from '../../../test/esim.js';
import { addDays } from '../../time/calendar.js';
import { DAY, HOUR } from '../../time/instant.js';
import { judge } from '../rules/judge.js';
import type { Rule } from '../rules/registry.js';
import { foresee } from './foresee.js';

const low: Rule = {
  name: 'low',
  type: 'data-low',
  warning: [{ percent: 25 }],
  critical: [{ percent: 10 }, { bytes: 200 * MB }],
};
const used: Rule = { name: 'used', type: 'data-exhausted' };
const expiring: Rule = { name: 'expiring', type: 'expiry', warning: [7 * DAY], critical: [DAY] };
const forecast: Rule = { name: 'forecast', type: 'data-forecast', warning: [DAY], critical: [] };
const context = { now: NOW, providerDown: false };

/** 1 GB, of which 128 MB are used a day. */
function foreseen(rule: Rule, remainingBytes: number, change: object = {}) {
  const days = [3, 2, 1].map((ago) => ({
    date: addDays('2025-02-10', -ago),
    location: '',
    usedBytes: 128 * MB,
  }));
  const facts = anEsim({ reading: aReading({ remainingBytes, ...change }), days });
  return foresee(rule, facts, judge(rule, facts, context), NOW);
}

test('data by the pace of its use, threshold after threshold', () => {
  expect(foreseen(low, GB)).toEqual({ at: NOW + 6 * DAY, by: 'forecast' });
  expect(foreseen(low, 232 * MB)).toEqual({ at: NOW + 6 * HOUR, by: 'forecast' });
  expect(foreseen(low, 100 * MB)).toBeNull();
  expect(foreseen(used, 64 * MB)).toEqual({ at: NOW + 12 * HOUR, by: 'forecast' });
  expect(foreseen(used, 0)).toBeNull();
  expect(foreseen(forecast, GB)).toEqual({ at: NOW + 7 * DAY, by: 'forecast' });
});

test('nothing after the end, nor without evidence or figures', () => {
  expect(foreseen(low, GB, { packageEndsAt: NOW + 5 * DAY })).toBeNull();
  expect(foreseen(low, GB, { packageEndsAt: null })).not.toBeNull();
  expect(foresee(low, anEsim(), judge(low, anEsim(), context), NOW)).toBeNull();
  expect(foreseen(low, GB, { allowanceBytes: null })).toBeNull();
});

test('time by the clock', () => {
  expect(foreseen(expiring, GB)).toEqual({ at: NOW + 13 * DAY, by: 'clock' });
});
