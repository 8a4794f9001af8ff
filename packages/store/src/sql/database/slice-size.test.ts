import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SLICE_MS, SliceSize } from './slice-size.js';

const LIMITS = { least: 100, most: 10_000 };

/** Slices of a read that takes this long for each of its parts. */
function afterSlices(first: number, msEach: number, slices: number): SliceSize {
  const size = new SliceSize(first, LIMITS);
  for (let slice = 0; slice < slices; slice++) size.took(size.current * msEach);
  return size;
}

describe('the size of a slice', () => {
  it.each([
    ['a slow read', 0.02, 200],
    ['a fast read', 0.001, 4_000],
    ['a read so slow that a slice of any use takes longer', 1, 100],
    ['a read that takes no time', 0, 10_000],
  ])('becomes that of %s, whatever it was', (_, msEach, expected) => {
    for (const first of [1, 2_000, 1_000_000]) expect(afterSlices(first, msEach, 20).current).toBe(expected);
  });

  it('stays within its limits, and at most doubles or halves, however long slices take', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), (first, times) => {
        const size = new SliceSize(first, LIMITS);
        for (const ms of times) {
          const before = size.current;
          size.took(ms);
          expect(size.current).toBeGreaterThanOrEqual(Math.max(LIMITS.least, Math.round(before / 2)));
          expect(size.current).toBeLessThanOrEqual(Math.min(LIMITS.most, before * 2));
          if (ms > SLICE_MS) expect(size.current).toBeLessThanOrEqual(before);
          if (ms < SLICE_MS) expect(size.current).toBeGreaterThanOrEqual(before);
        }
      }),
    );
  });
});
