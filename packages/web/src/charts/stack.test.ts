import { expect, test } from 'vitest';
import { stackDays } from './stack.js';

const day = (date: string, location: string, usedBytes: number) => ({ date, location, usedBytes });

test('days without usage are there, and the stack adds up to every byte', () => {
  const stack = stackDays(
    [day('2026-03-01', 'Japan', 10), day('2026-03-01', 'France', 5), day('2026-03-04', 'Japan', 7)],
    '2026-03-05',
    45,
  );
  expect(stack.days.map(({ date, total }) => [date, total])).toEqual([
    ['2026-03-01', 15],
    ['2026-03-02', 0],
    ['2026-03-03', 0],
    ['2026-03-04', 7],
    ['2026-03-05', 0],
  ]);
  expect(stack.series).toEqual([
    { location: 'Japan', total: 17 },
    { location: 'France', total: 5 },
  ]);
  expect([stack.peak, stack.total, stack.hasRest]).toEqual([15, 22, false]);
});

test('the sixth place and all after it are one series', () => {
  const stack = stackDays(
    ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((place, index) => day('2026-03-01', place, 100 - index)),
    '2026-03-01',
    45,
  );
  expect(stack.series.map(({ location }) => location)).toEqual(['A', 'B', 'C', 'D', 'E', '']);
  expect([stack.hasRest, stack.series.at(-1)?.total]).toEqual([true, 95 + 94]);
  expect(stack.days[0]?.values.reduce((sum, value) => sum + value, 0)).toBe(stack.total);
});

test('days older than the chart are left out', () => {
  const stack = stackDays([day('2026-01-01', 'A', 1), day('2026-03-01', 'A', 2)], '2026-03-01', 30);
  expect([stack.total, stack.days.length]).toEqual([2, 1]);
});
