import { expect, test } from 'vitest';
import { dayBars, heights, remainingBar } from './picture.js';

const days = (...used: number[]) =>
  used.map((usedBytes, index) => ({ date: `2025-01-${10 + index}`, usedBytes }));

test('draws the last 14 days against the busiest of them', () => {
  expect(dayBars(days(0, 50, 100))).toBe('▁▅█');
  expect(dayBars(days(1_000, ...Array(14).fill(10)))).toBe('█'.repeat(14));
  expect(heights(days(10, 5))).toEqual([1, 0.5]);
});

test('draws nothing where nothing is known or used', () => {
  expect(dayBars([])).toBe('');
  expect(dayBars(days(0, 0))).toBe('');
});

test('shows a rest however small, and nothing for nothing', () => {
  expect([0, 0.1, 4, 50, 96, 100].map(remainingBar)).toEqual([
    '░░░░░░░░░░',
    '█░░░░░░░░░',
    '█░░░░░░░░░',
    '█████░░░░░',
    '██████████',
    '██████████',
  ]);
});
