import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digits } from './digits.js';

it('writes every integer as the platform does', () => {
  const integer = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.integer({ min: -1_000, max: 1_000_000 }));
  fc.assert(
    fc.property(integer, (number) => {
      expect(digits(number)).toBe(String(number));
      expect(digits(BigInt(number) * 1_000_000_007n)).toBe(String(BigInt(number) * 1_000_000_007n));
    }),
    { numRuns: 1_000 },
  );
});

it.each([0, 999, 1_000, -1_000, 1_000_000, Number.MAX_SAFE_INTEGER, 1e21, 0.5])('writes %d', (number) => {
  expect(digits(number)).toBe(String(number));
});
