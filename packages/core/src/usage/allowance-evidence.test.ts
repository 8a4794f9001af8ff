import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBeyondDoubt } from './allowance-evidence.js';
import { UNIT_BYTES } from './unit.js';

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

test('no allowance that is sold is beyond doubt in a unit that it is not in', () => {
  const sold = fc.integer({ min: 100, max: 100 * 1024 }).map((megabytes) => megabytes * UNIT_BYTES.MB);
  fc.assert(
    fc.property(sold, fc.constantFrom(...UNITS), fc.constantFrom(...UNITS), (bytes, sent, read) => {
      const isRight = sent === read || !isBeyondDoubt(bytes / UNIT_BYTES[sent], read);
      expect(isRight).toBe(true);
    }),
  );
});

test('a usual size is beyond doubt in its own unit; without a unit none is, and unlimited always', () => {
  for (const gigabytes of [0.5, 1, 3, 5, 10, 20, 50])
    expect(isBeyondDoubt(gigabytes * 1024, 'MB')).toBe(true);
  expect(isBeyondDoubt(1024, null)).toBe(false);
  for (const allowed of [null, 0, -1]) expect(isBeyondDoubt(allowed, null)).toBe(true);
});
