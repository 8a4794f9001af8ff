import { expect, test } from 'vitest';
import { anEsim, GB, MB, NOW } from '../../../test/esim.js';
import { inWords } from '../../../test/in-words.js';
import { addDays } from '../../time/calendar.js';
import { type UsageSpikeRule, usageSpike } from './usage-spike.js';

const rule: UsageSpikeRule = {
  name: 'spike',
  type: 'usage-spike',
  warning: [3],
  critical: [10],
  minimumBytes: 200 * MB,
};
const TODAY = '2025-02-10';

/** Usage of the days up to `until`, in MB; null: no row. */
function judge(megabytes: readonly (number | null)[], until = TODAY, by = rule) {
  const days = megabytes.flatMap((used, index) => {
    const date = addDays(until, index - megabytes.length + 1);
    return used === null ? [] : [{ date, location: 'France', usedBytes: used * MB }];
  });
  return inWords(usageSpike.judge(by, anEsim({ days }), { now: NOW, providerDown: false }));
}

test('a day at or above a multiple of the median of the seven before', () => {
  expect(judge([100, 100, 90, 110, 100, 100, 100, 299])).toMatchObject({ rank: 0 });
  expect(judge([100, 100, 90, 110, 100, 100, 100, 300])).toMatchObject({
    severity: 'warning',
    value: '300 MB on 10 Feb',
    reason: 'used 300 MB on 10 Feb, 3 times the 7-day median (100 MB)',
  });
  expect(judge([100, 100, 90, 110, 100, 100, 100, 1000])).toMatchObject({ severity: 'critical' });
});

test('one wild day before does not hide the next', () => {
  expect(judge([10, 10, 10, 5000, 10, 10, 10, 300])).toMatchObject({ severity: 'critical' });
});

test('below the minimum, or with fewer than three days to compare, nothing is a spike', () => {
  expect(judge([1, 1, 1, 1, 1, 1, 1, 199])).toMatchObject({ rank: 0 });
  expect(judge([null, null, null, null, null, 10, 10, 5000])).toMatchObject({ rank: 0 });
  expect(judge([null, null, null, null, 10, 10, 10, 5000])).toMatchObject({ severity: 'critical' });
  expect(judge([]).kind).toBe('unknown');
});

test('places of one day count together', () => {
  const quiet = [1, 2, 3].map((ago) => ({
    date: addDays(TODAY, -4 + ago),
    location: '',
    usedBytes: 50 * MB,
  }));
  const today = ['France', 'Spain'].map((location) => ({ date: TODAY, location, usedBytes: 120 * MB }));
  const facts = anEsim({ days: [...quiet, ...today] });
  expect(inWords(usageSpike.judge(rule, facts, { now: NOW, providerDown: false }))).toMatchObject({
    severity: 'warning',
  });
});

test('a later date ranks above an earlier one, a worse threshold of one date above a lesser', () => {
  const spike = (used: number, until: string) => judge([100, 100, 100, used], until).rank ?? 0;
  expect(spike(300, '2025-02-09')).toBeGreaterThan(0);
  expect(spike(2000, '2025-02-09')).toBeGreaterThan(spike(300, '2025-02-09'));
  expect(spike(300, '2025-02-10')).toBeGreaterThan(spike(2000, '2025-02-09'));
});

test('a spike of a weekend without the daemon is still notified, one of last month is not', () => {
  expect(judge([10, 10, 10, 5 * 1024, 10, 10], TODAY)).toMatchObject({ value: '5 GB on 8 Feb' });
  expect(judge([10, 10, 10, (5 * GB) / MB], '2025-02-06')).toMatchObject({ rank: 0 });
});
