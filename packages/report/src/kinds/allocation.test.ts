import { addDecimals, formatDecimal, parseDecimal, rescale, ZERO } from '@roamwatch/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FEBRUARY,
  memorySource,
  purchaseRow,
  purchaseRows,
  usageRow,
  usageRows,
} from '../../test/memory-source.js';
import { FEBRUARY_PERIOD, recordsOf, written } from '../../test/written.js';
import { allocate, largestRemainder } from './allocation.js';

const DAY = 86_400;

function shares(price: string, weights: readonly bigint[]): string[] {
  return largestRemainder(rescale(parseDecimal(price) ?? ZERO, 2), weights).map(formatDecimal);
}

describe('the largest remainder', () => {
  it('gives the remaining cents to the largest remainders', () => {
    expect(shares('10', [1n, 1n, 1n])).toEqual(['3.34', '3.33', '3.33']);
    expect(shares('0.01', [1n, 1n, 2n])).toEqual(['0.00', '0.00', '0.01']);
    expect(shares('-10', [1n, 1n, 1n])).toEqual(['-3.34', '-3.33', '-3.33']);
    expect(shares('5', [1n])).toEqual(['5.00']);
  });

  it('always adds up exactly, each share within one unit of its due', () => {
    fc.assert(
      fc.property(
        fc.record({ units: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), scale: fc.nat(6) }),
        fc.array(fc.bigInt({ min: 1n, max: 2n ** 60n }), { minLength: 1, maxLength: 40 }),
        (amount, weights) => {
          const parts = largestRemainder(amount, weights);
          const total = weights.reduce((sum, weight) => sum + weight, 0n);
          expect(parts.reduce((sum, part) => sum + part.units, 0n)).toBe(amount.units);
          parts.forEach((part, index) => {
            const error = part.units * total - amount.units * (weights[index] ?? 0n);
            expect(error < total && error > -total).toBe(true);
          });
        },
      ),
    );
  });
});

describe('the allocation of a month', () => {
  it('adds up to its purchases, whatever was used', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(usageRows, { maxLength: 40 }),
        fc.array(purchaseRows, { maxLength: 10 }),
        fc.constantFrom('by-bytes' as const, 'evenly' as const),
        async (usage, purchases, allocation) => {
          const source = memorySource({ usage, purchases });
          const spread = await written({ source, kind: 'allocation', profile: 'plain', allocation });
          const bought = await written({ source, kind: 'purchases', profile: 'plain' });
          for (const [currency, sum] of Object.entries(bought.file.totals.purchases ?? {})) {
            const parts = recordsOf(spread.text).filter((row) => row.currency === currency);
            const total = parts
              .map((row) => parseDecimal(row.allocated_price ?? '') ?? ZERO)
              .reduce(addDecimals, ZERO);
            const scale = Math.max(total.scale, 20);
            expect(rescale(total, scale)).toEqual(rescale(parseDecimal(sum) ?? ZERO, scale));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('lets a package bear the days until the next is bought', async () => {
    const day = (date: number, usedBytes: number) => usageRow({ usageDate: `2026-02-0${date}`, usedBytes });
    const source = memorySource({
      usage: [day(1, 9), day(2, 3), day(3, 1), day(4, 1)],
      purchases: [
        purchaseRow({ purchasedAt: FEBRUARY + DAY, price: '8' }),
        purchaseRow({ purchasedAt: FEBRUARY + 3 * DAY, price: '5', packageId: 'next' }),
        purchaseRow({ purchasedAt: FEBRUARY + 4 * DAY, price: '2', esimId: 'unused', packageId: 'idle' }),
      ],
    });
    const { text } = await written({ source, kind: 'allocation', profile: 'plain' });
    expect(
      recordsOf(text).map((row) => [
        row.package_id,
        row.usage_date,
        row.allocated_price,
        row.allocation_basis,
      ]),
    ).toEqual([
      ['esim-cambodia-7days-1gb-all', '2026-02-02', '6.00', 'by-bytes'],
      ['esim-cambodia-7days-1gb-all', '2026-02-03', '2.00', 'by-bytes'],
      ['next', '2026-02-04', '5.00', 'by-bytes'],
      ['idle', '2026-02-05', '2', 'unused'],
    ]);
    expect(FEBRUARY_PERIOD.month).toBe('2026-02');
  });

  it('has nothing to spread without a price', () => {
    expect(allocate(purchaseRow({ price: null }), [usageRow()], 'evenly')).toEqual([]);
  });
});
