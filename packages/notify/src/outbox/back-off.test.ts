import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backOff } from './back-off.js';

test('stays between a minute and an hour, never shrinks by more than its spread, and is the same each time', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(5_000), (id, attempts) => {
      const wait = backOff(id, attempts);
      expect(wait).toBeGreaterThanOrEqual(60);
      expect(wait).toBeLessThanOrEqual(3_600);
      expect(Number.isInteger(wait)).toBe(true);
      expect(backOff(id, attempts)).toBe(wait);
      expect(backOff(id, attempts + 1)).toBeGreaterThanOrEqual(Math.floor(wait / 1.25));
    }),
  );
});

test('doubles, and spreads messages that failed together', () => {
  const waits = [0, 1, 2, 3, 4, 5].map((attempts) => backOff('m', attempts));
  expect(waits.every((wait, place) => wait >= 60 * 2 ** place && wait <= 75 * 2 ** place)).toBe(true);
  expect(new Set(Array.from({ length: 100 }, (_, index) => backOff(`m-${index}`, 6))).size).toBeGreaterThan(
    60,
  );
});
