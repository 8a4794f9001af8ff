import { DAY, HOUR, MINUTE } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { instantCell, relative } from './times.js';

const NOW = Date.UTC(2026, 6, 1, 11) / 1000;

test.each([
  [0, 'now'],
  [-40, '40 s ago'],
  [-5 * MINUTE, '5 min ago'],
  [20 * HOUR, 'in 20 h'],
  [10 * DAY, 'in 10 days'],
])('%d s from now is %s', (seconds, words) => {
  expect(relative(NOW + seconds, NOW)).toBe(words);
});

test('a cell has a long form, a short one, and a word where there is nothing', () => {
  const cell = instantCell((at: number | null) => at, { now: NOW, zone: 'Europe/London' }, 'never');
  expect([cell.cell(NOW - 3 * DAY), cell.brief(NOW - 3 * DAY)]).toEqual([
    'Sun 28 Jun 2026, 12:00 BST',
    '3 d ago',
  ]);
  expect([cell.cell(null), cell.brief(null)]).toEqual(['never', 'never']);
});
