import { expect, test } from 'vitest';
import { anEsim, aReading, GB, MB, NOW } from '../../../test/esim.js';
import { addDays } from '../../time/calendar.js';
import { DAY } from '../../time/instant.js';
import { judgeDataForecast } from './data-forecast.js';
import type { DataForecastRule } from './rule.js';

const rule: DataForecastRule = { name: 'forecast', type: 'data-forecast', warning: [DAY], critical: [] };
const days = [3, 2, 1].map((ago) => ({
  date: addDays('2025-02-10', -ago),
  location: '',
  usedBytes: 310 * MB,
}));
const judge = (remainingBytes: number, endsIn = 20 * DAY, change = {}) => {
  const reading = aReading({ remainingBytes, allowanceBytes: 5 * GB, packageEndsAt: NOW + endsIn });
  return judgeDataForecast(rule, anEsim({ reading, days, ...change }), { now: NOW, providerDown: false });
};

test('dry within the limit, with the evidence', () => {
  expect(judge(155 * MB)).toMatchObject({
    step: 1,
    severity: 'warning',
    reason:
      'runs dry in 12 hours (about Tue 11 Feb 2025, 00:00 UTC) at 310 MB a day over the last 3 days, within 1 day and before the package ends',
  });
});

test('dry later, or only after the package ends, is no alert', () => {
  expect(judge(320 * MB)).toMatchObject({ step: 0, clear: false });
  expect(judge(155 * MB, DAY / 4)).toMatchObject({ step: 0 });
});

test('taken back only at twice the limit', () => {
  expect(judge(619 * MB)).toMatchObject({ clear: false });
  expect(judge(621 * MB)).toMatchObject({ clear: true });
});

test('used up is the business of another rule', () => {
  expect(judge(0)).toMatchObject({ step: 0 });
});

test('too little evidence changes nothing', () => {
  expect(judge(155 * MB, DAY, { days: days.slice(2) }).kind).toBe('unknown');
});
