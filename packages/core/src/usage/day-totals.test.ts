import { expect, test } from 'vitest';
import { daysFrom, totalPerDay } from './day-totals.js';

test('places of a day are added, days stay in order', () => {
  const days = [
    { date: '2025-02-01', location: 'France', usedBytes: 1 },
    { date: '2025-02-01', location: 'Spain', usedBytes: 2 },
    { date: '2025-02-03', location: 'Spain', usedBytes: 4 },
  ];
  expect(totalPerDay(days)).toEqual([
    { date: '2025-02-01', usedBytes: 3 },
    { date: '2025-02-03', usedBytes: 4 },
  ]);
  expect(totalPerDay([])).toEqual([]);
});

test('the last days begin on a date that need not be among them', () => {
  const days = ['2025-02-01', '2025-02-03', '2025-02-03', '2025-02-04'].map((date, usedBytes) => ({
    date,
    location: 'France',
    usedBytes,
  }));
  expect(daysFrom(days, '2025-02-02')).toEqual(days.slice(1));
  expect(daysFrom(days, '2025-02-03')).toEqual(days.slice(1));
  expect(daysFrom(days, '2025-01-01')).toEqual(days);
  expect(daysFrom(days, '2025-02-05')).toEqual([]);
});
