import {
  type Assignment,
  type CalendarDate,
  type Decimal,
  formatDecimal,
  MoneyTotal,
  type PurchaseRow,
  rescale,
  signedPrice,
  type UsageRow,
} from '@roamwatch/core';
import { utcDate } from '../figures/instant.js';
import type { Period } from '../period/period.js';
import type { ReportSource } from '../source.js';
import { inSlices, seen } from '../table/row-stream.js';
import { type Column, date, decimal, instant, type Table, text } from '../table/table.js';
import { headColumns } from './head.js';
import { withoutPrice } from './unknown.js';
import { countryOf } from './usage.js';

/** The shares of a price: in proportion to the bytes, or the same for each day and place. */
export type AllocationMethod = 'by-bytes' | 'evenly';

/** A share of a price. An allocation, not a charge: the provider sells packages, not days. */
export interface AllocatedCost {
  readonly purchase: PurchaseRow;
  readonly usageDate: CalendarDate;
  readonly location: string;
  readonly countryCode: string;
  readonly owner: Assignment;
  /** `unused` where no usage in the period can bear the price: it stays on the day of purchase. */
  readonly basis: AllocationMethod | 'unused';
  readonly amount: Decimal;
}

/** Shares of money keep at least this many digits after the point. */
const MONEY_DIGITS = 2;

/**
 * Every purchase of the period, spread over the eSIM's usage in the period from the day of purchase until the
 * next package is bought. The shares of a purchase add up to its price exactly. Memory grows with the usage
 * of the eSIMs bought for, not with the fleet's.
 */
export function allocationTable(
  source: ReportSource,
  period: Period,
  method: AllocationMethod = 'by-bytes',
): Table<AllocatedCost> {
  const spent = new MoneyTotal();
  const slices = allocations(source, period, method, spent);
  return {
    columns: allocationColumns(period),
    slices,
    tally: () => ({
      totals: { purchases: spent.amounts },
      discrepancies: withoutPrice('allocation', spent),
    }),
  };
}

async function* allocations(
  source: ReportSource,
  period: Period,
  method: AllocationMethod,
  spent: MoneyTotal,
): AsyncGenerator<readonly AllocatedCost[]> {
  const purchases: PurchaseRow[] = [];
  for await (const slice of source.purchases(period)) purchases.push(...slice);
  for (const purchase of purchases) {
    if (signedPrice(purchase) === null) spent.add(purchase.currency, null);
  }
  const bearers = new Map<string, UsageRow[]>(purchases.map(({ esimId }) => [esimId, []]));
  for await (const slice of source.usage(period)) {
    for (const row of slice) {
      if (row.usedBytes > 0 && row.chargeClass === undefined) bearers.get(row.esimId)?.push(row);
    }
  }
  yield* seen(inSlices(spread(purchases, bearers, method)), ({ purchase, amount }) =>
    spent.add(purchase.currency, amount),
  );
}

function* spread(
  purchases: readonly PurchaseRow[],
  bearers: ReadonlyMap<string, readonly UsageRow[]>,
  method: AllocationMethod,
): Generator<AllocatedCost> {
  const datesBought = datesBoughtByEsim(purchases);
  for (const purchase of purchases) {
    const from = utcDate(purchase.purchasedAt);
    const next = datesBought.get(purchase.esimId)?.find((on) => on > from);
    const days = (bearers.get(purchase.esimId) ?? []).filter(
      ({ usageDate }) => usageDate >= from && (next === undefined || usageDate < next),
    );
    yield* allocate(purchase, days, method);
  }
}

/** Ascending dates on which a package was bought; a refund ends no package's turn. */
function datesBoughtByEsim(purchases: readonly PurchaseRow[]): ReadonlyMap<string, readonly CalendarDate[]> {
  const dates = new Map<string, CalendarDate[]>();
  for (const purchase of purchases) {
    const price = signedPrice(purchase);
    if (price !== null && price.units < 0n) continue;
    const known = dates.get(purchase.esimId) ?? [];
    known.push(utcDate(purchase.purchasedAt));
    dates.set(purchase.esimId, known);
  }
  return dates;
}

/** Spreads one price over usage; without a readable price there is nothing to spread. */
export function allocate(
  purchase: PurchaseRow,
  days: readonly UsageRow[],
  method: AllocationMethod,
): AllocatedCost[] {
  const price = signedPrice(purchase);
  if (price === null) return [];
  if (days.length === 0) {
    const usageDate = utcDate(purchase.purchasedAt);
    return [
      { purchase, usageDate, location: '', countryCode: '', owner: purchase, basis: 'unused', amount: price },
    ];
  }
  const weights = days.map((row) => (method === 'evenly' ? 1n : BigInt(row.usedBytes)));
  const shares = largestRemainder(rescale(price, MONEY_DIGITS), weights);
  return days.map((row, index) => ({
    purchase,
    usageDate: row.usageDate,
    location: row.location,
    countryCode: countryOf(row),
    owner: row,
    basis: method,
    amount: shares[index] ?? price,
  }));
}

/**
 * Splits an amount in proportion to positive weights. Each share is rounded towards zero, and the units left
 * over go one each to the largest remainders, the first of equals first: the shares add up exactly.
 */
export function largestRemainder(amount: Decimal, weights: readonly bigint[]): Decimal[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const sign = amount.units < 0n ? -1n : 1n;
  const size = amount.units * sign;
  const shares = weights.map((weight) => (size * weight) / total);
  const left = Number(size - shares.reduce((sum, share) => sum + share, 0n));
  const favoured = new Set(
    weights
      .map((weight, index) => ({ index, remainder: (size * weight) % total }))
      .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
      .slice(0, left)
      .map(({ index }) => index),
  );
  return shares.map((share, index) => ({
    units: sign * (favoured.has(index) ? share + 1n : share),
    scale: amount.scale,
  }));
}

function allocationColumns(period: Period): Column<AllocatedCost>[] {
  return [
    ...headColumns(period),
    text('allocation_basis', (cost) => cost.basis),
    date('usage_date', (cost) => cost.usageDate),
    text('iccid', (cost) => cost.purchase.iccid),
    text('esim_id', (cost) => cost.purchase.esimId),
    text('package_id', (cost) => cost.purchase.packageId),
    text('package', (cost) => cost.purchase.packageName),
    instant('purchased_at', (cost) => cost.purchase.purchasedAt),
    text('location', (cost) => cost.location),
    text('country_code', (cost) => cost.countryCode),
    decimal('allocated_price', (cost) => formatDecimal(cost.amount)),
    text('currency', (cost) => cost.purchase.currency),
    text('cost_centre', (cost) => cost.owner.costCentre),
    text('gl_code', (cost) => cost.owner.glCode),
    text('project', (cost) => cost.owner.project),
  ];
}
