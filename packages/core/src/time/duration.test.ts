import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from './duration.js';

test('days, hours, minutes and seconds', () => {
  expect(['7d', '24h', '30m', '90s', ' 2 H '].map(parseDuration)).toEqual([
    604_800, 86_400, 1_800, 90, 7_200,
  ]);
});

test.each(['', '7', 'd', '1.5h', '-1h', '7w', '7 days', '1e3s', '９d', `${'9'.repeat(400)}d`])(
  '%j is refused',
  (text) => {
    expect(() => parseDuration(text)).toThrow(/is not a duration: write a whole number and d, h, m or s/);
  },
);

test('the two largest units, rounded down', () => {
  expect([0, 59, 60, 187_200, 604_800, 86_401, 5_430, -7_200].map(formatDuration)).toEqual([
    '0 s',
    '59 s',
    '1 min',
    '2 d 4 h',
    '7 d',
    '1 d',
    '1 h 30 min',
    '-2 h',
  ]);
});

test('never longer than it is', () => {
  const seconds = { d: 86_400, h: 3_600, min: 60, s: 1 };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e8 }), (length) => {
      const words = formatDuration(length).matchAll(/(\d+) (d|h|min|s)/g);
      const shown = [...words].reduce(
        (sum, [, n, unit]) => sum + Number(n) * seconds[unit as keyof typeof seconds],
        0,
      );
      expect(shown).toBeLessThanOrEqual(length);
      expect(shown).toBeGreaterThan(length * 0.5 - 1);
    }),
  );
});
