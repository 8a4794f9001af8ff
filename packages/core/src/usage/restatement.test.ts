import { expect, test } from 'vitest';
import { isRestatement, restatementCutoff } from './restatement.js';

const at = Date.UTC(2025, 1, 10, 6) / 1000;
const change = (date: string, before: number, after: number) => isRestatement({ date, before, after }, at);

test('a figure that falls is a restatement, on any day', () => {
  expect(change('2025-02-10', 10, 9)).toBe(true);
  expect(change('2025-01-01', 10, 9)).toBe(true);
});

test('growth during and just after the day is not', () => {
  expect(['2025-02-11', '2025-02-10', '2025-02-09'].map((date) => change(date, 9, 10))).toEqual([
    false,
    false,
    false,
  ]);
});

test('growth once the day is well over is, by the very cut-off the store uses', () => {
  expect(restatementCutoff(at)).toBe('2025-02-08');
  expect(change('2025-02-08', 9, 10)).toBe(true);
});

test('the same figure again is nothing', () => {
  expect(change('2025-01-01', 9, 9)).toBe(false);
});
