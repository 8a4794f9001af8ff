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
    '0 seconds',
    '59 seconds',
    '1 minute',
    '2 days 4 hours',
    '7 days',
    '1 day',
    '1 hour 30 minutes',
    '-2 hours',
  ]);
});

test('never longer than it is', () => {
  const seconds = { day: 86_400, hour: 3_600, minute: 60, second: 1 };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e8 }), (length) => {
      const words = formatDuration(length).matchAll(/(\d+) (day|hour|minute|second)/g);
      const shown = [...words].reduce(
        (sum, [, n, unit]) => sum + Number(n) * seconds[unit as keyof typeof seconds],
        0,
      );
      expect(shown).toBeLessThanOrEqual(length);
      expect(shown).toBeGreaterThan(length * 0.5 - 1);
    }),
  );
});
