import { formatDecimal, parseDecimal, ZERO } from '@roamwatch/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { currencyDigits } from './currency.js';
import { shareOf, spreadEvenly } from './spread.js';

it.each([
  ['100', 'JPY', 3, ['33', '34']],
  ['100', 'KWD', 3, ['33.333', '33.334']],
  ['10.00', 'USD', 3, ['3.33', '3.34']],
  ['9.990', 'USD', 2, ['4.990', '5.000']],
  ['-5.35', 'USD', 2, ['-2.67', '-2.68']],
  ['5', 'XYZ', 1, ['5.00', '5.00']],
] as const)('%s %s over %i days', (price, currency, days, shares) => {
  const { daily, last } = spreadEvenly(parseDecimal(price) ?? ZERO, days, currencyDigits(currency));
  expect([formatDecimal(daily), formatDecimal(last)]).toEqual(shares);
});

it('adds up to the price, wherever the days are cut into periods', () => {
  fc.assert(
    fc.property(
      fc.bigInt(-100_000n, 100_000n),
      fc.integer({ min: 1, max: 400 }),
      fc.nat(),
      (units, days, cut) => {
        const price = { units, scale: 3 };
        const spread = spreadEvenly(price, days, 2);
        const first = cut % days;
        const sum = shareOf(spread, first, false).units + shareOf(spread, days - first, true).units;
        expect(sum).toBe(units);
      },
    ),
  );
});
