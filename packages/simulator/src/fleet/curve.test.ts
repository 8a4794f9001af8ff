import { HOUR } from '@roamwatch/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UsageCurve } from './curve.js';

const FIRST_HOUR = 480_000;

const anyCurve = fc.array(fc.nat(50_000_000), { minLength: 1, maxLength: 48 }).map((hourly) => {
  let total = 0;
  const cumulative = [
    0,
    ...hourly.map((bytes) => {
      total += bytes;
      return total;
    }),
  ];
  return { curve: new UsageCurve(FIRST_HOUR, Float64Array.from(cumulative)), total };
});

test('use never falls, begins at 0 and ends at the total', () => {
  fc.assert(
    fc.property(anyCurve, fc.nat(50 * HOUR), fc.nat(HOUR), ({ curve, total }, offset, step) => {
      const at = FIRST_HOUR * HOUR - HOUR + offset;
      expect(curve.usedBytes(at + step)).toBeGreaterThanOrEqual(curve.usedBytes(at));
      expect(curve.usedBytes(curve.startsAt)).toBe(0);
      expect(curve.usedBytes(curve.endsAt)).toBe(total);
    }),
  );
});

test('the instant of a number of bytes is the first second at which they were used', () => {
  fc.assert(
    fc.property(anyCurve, fc.double({ min: 0, max: 1, noNaN: true }), ({ curve, total }, share) => {
      const bytes = Math.floor(total * share);
      const at = curve.instantOf(bytes);
      expect(at).not.toBeNull();
      if (at === null || bytes === 0) return;
      expect(curve.usedBytes(at)).toBeGreaterThanOrEqual(bytes);
      expect(curve.usedBytes(at - 1)).toBeLessThan(bytes);
    }),
  );
});

test('more than was ever used has no instant', () => {
  fc.assert(
    fc.property(anyCurve, ({ curve, total }) => {
      expect(curve.instantOf(total + 1)).toBeNull();
    }),
  );
});
