import { type Decimal, rescale } from '@roamwatch/core';

/** A price spread over days: the same on each but the last, which has what is left. */
export interface Spread {
  readonly daily: Decimal;
  readonly last: Decimal;
}

/**
 * Spreads a price evenly over `days`, a positive number. Each share but the last is cut to `digits` after the point, so
 * that all of them add up to the price exactly.
 */
export function spreadEvenly(price: Decimal, days: number, digits: number): Spread {
  const exact = rescale(price, digits);
  const unit = 10n ** BigInt(exact.scale - digits);
  const daily = (exact.units / (BigInt(days) * unit)) * unit;
  return {
    daily: { units: daily, scale: exact.scale },
    last: { units: exact.units - daily * BigInt(days - 1), scale: exact.scale },
  };
}

/** The sum over so many of the days, the last among them or not. */
export function shareOf({ daily, last }: Spread, days: number, withLast: boolean): Decimal {
  const units = daily.units * BigInt(withLast ? days - 1 : days) + (withLast ? last.units : 0n);
  return { units, scale: daily.scale };
}
