import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteTotal, megabytes } from './bytes.js';

const bytes = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });

describe('megabytes', () => {
  it.each([
    [0, '0.000'],
    [1, '0.000'],
    [524, '0.000'],
    [525, '0.001'],
    [1_048_576, '1.000'],
    [1_048_575, '1.000'],
    [-1_048_576, '-1.000'],
    [-1, '0.000'],
    [131_072, '0.125'],
    [10_240_000, '9.766'],
    [65_536, '0.063'],
    [-65_536, '-0.063'],
    [Number.MAX_SAFE_INTEGER, '8589934592.000'],
  ])('%i bytes are %s', (count, expected) => {
    expect(megabytes(count)).toBe(expected);
    expect(megabytes(BigInt(count))).toBe(expected);
  });

  it('gives the same for a number and a bigint, within half a thousandth', () => {
    fc.assert(
      fc.property(bytes, (count) => {
        const text = megabytes(count);
        expect(megabytes(BigInt(count))).toBe(text);
        const thousandths = BigInt(text.replace('.', ''));
        const error = thousandths * 1_048_576n - BigInt(count) * 1000n;
        expect(error <= 524_288n && error >= -524_288n).toBe(true);
      }),
    );
  });
});

describe('a total of bytes', () => {
  it('is exact beyond 2^53', () => {
    fc.assert(
      fc.property(fc.array(bytes), (counts) => {
        const total = new ByteTotal();
        for (const count of counts) total.add(count);
        expect(total.total).toBe(counts.reduce((sum, count) => sum + BigInt(count), 0n));
      }),
    );
  });
});
