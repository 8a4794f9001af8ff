import { expect, test } from 'vitest';
import { anEsim, aReading, GB, MB, NOW } from '../../../test/esim.js';
import { inWords } from '../../../test/in-words.js';
import { addDays } from '../../time/calendar.js';
import { DAY } from '../../time/instant.js';
import { dataForecast } from './data-forecast.js';

const rule = { name: 'forecast', type: 'data-forecast', warning: [DAY], critical: [] } as const;
const days = [3, 2, 1].map((ago) => ({
  date: addDays('2025-02-10', -ago),
  location: '',
  usedBytes: 310 * MB,
}));
const judge = (remainingBytes: number, endsIn = 20 * DAY, change = {}) => {
  const reading = aReading({ remainingBytes, allowanceBytes: 5 * GB, packageEndsAt: NOW + endsIn });
  const facts = anEsim({ reading, days, ...change });
  return inWords(dataForecast.judge(rule, facts, { now: NOW, providerDown: false }));
};

test('out of data within the threshold, with the evidence', () => {
  expect(judge(155 * MB)).toMatchObject({
    rank: 1,
    severity: 'warning',
    reason:
      'projected to run out in 12 h (about Tue 11 Feb, 00:00 UTC) at 310 MB a day over the last 3 days, before the package ends (threshold: 24 h)',
  });
});

test('out of data later, or only after the package ends, is no alert', () => {
  expect(judge(320 * MB)).toMatchObject({
    rank: 0,
    clear: false,
    reason: expect.stringMatching(/^projected to run out in 25 h .*, beyond the 24 h threshold$/),
  });
  expect(judge(155 * MB, DAY / 4)).toMatchObject({
    rank: 0,
    reason: expect.stringMatching(/, after the package ends$/),
  });
});

test('resolves only at twice the threshold', () => {
  expect(judge(619 * MB)).toMatchObject({ clear: false });
  expect(judge(621 * MB)).toMatchObject({ clear: true });
});

test('used up is the business of another rule', () => {
  expect(judge(0)).toMatchObject({ rank: 0, reason: 'no data left' });
});

test('too little evidence changes nothing', () => {
  expect(judge(155 * MB, DAY, { days: days.slice(2) }).kind).toBe('unknown');
});
