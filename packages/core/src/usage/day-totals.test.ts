import { expect, test } from 'vitest';
import { totalPerDay } from './day-totals.js';

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
