import { expect, test } from 'vitest';
import { byteTicks, spread } from './scale.js';

const MB = 1024 ** 2;

test.each([1, 999, 5 * 1024, 300 * MB, 1_023 * MB, 40 * 1024 * MB])(
  'lines reach %i with few of them, evenly',
  (peak) => {
    const ticks = byteTicks(peak);
    expect(ticks[0]).toBe(0);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(peak);
    expect(ticks.length).toBeLessThanOrEqual(6);
    const [, step = 0] = ticks;
    for (const [index, tick] of ticks.entries()) expect(tick).toBeCloseTo(step * index);
  },
);

test('labels are spread evenly, the last one among them', () => {
  expect(spread(3, 6)).toEqual([0, 1, 2]);
  expect(spread(45, 6).at(-1)).toBe(44);
  expect(spread(45, 6).length).toBeLessThanOrEqual(6);
});
