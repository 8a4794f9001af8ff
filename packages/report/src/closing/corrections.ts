import type { PurchaseRow, UnixSeconds, UsageRow } from '@roamwatch/core';
import { addDecimals, type Decimal, formatDecimal, negateDecimal, ZERO } from '../figures/decimal.js';
import { signedPrice } from '../figures/money.js';

/**
 * What must be added to rows already closed for them to say what is true now: signed rows under their own usage
 * date, charged to whoever was charged before. Missing is never 0: a row that was closed and is no longer there is
 * no correction, and a late row of 0 bytes is one. `present` holds an eSIM's rows together, and each day and place
 * once; `closedOf` says what was closed of an eSIM, as often as it was closed and corrected, the first time first.
 */
export function* corrections(
  closedOf: (esimId: string) => Iterable<UsageRow>,
  present: Iterable<UsageRow>,
): Generator<UsageRow> {
  let esimId: string | null = null;
  let charged: ReadonlyMap<string, Charged> = new Map();
  for (const row of present) {
    if (row.esimId !== esimId) {
      esimId = row.esimId;
      charged = chargedByDay(closedOf(esimId));
    }
    const before = charged.get(dayAndPlace(row));
    const usedBytes = row.usedBytes - (before?.usedBytes ?? 0);
    if (before === undefined || usedBytes !== 0) yield correction(row, before?.first ?? row, usedBytes);
  }
}

function correction(row: UsageRow, charged: UsageRow, usedBytes: number): UsageRow {
  return {
    ...charged,
    iccid: row.iccid,
    usedBytes,
    quality: row.quality,
    firstSeenAt: row.firstSeenAt,
    lastChangedAt: row.lastChangedAt,
    chargeClass: 'Correction',
  };
}

interface Charged {
  usedBytes: number;
  /** The row it was charged with at first. */
  readonly first: UsageRow;
}

function chargedByDay(closed: Iterable<UsageRow>): ReadonlyMap<string, Charged> {
  const charged = new Map<string, Charged>();
  for (const row of closed) {
    const key = dayAndPlace(row);
    const before = charged.get(key);
    if (before === undefined) charged.set(key, { usedBytes: row.usedBytes, first: row });
    else before.usedBytes += row.usedBytes;
  }
  return charged;
}

function dayAndPlace(row: UsageRow): string {
  return `${row.usageDate} ${row.location}`;
}

/** What stands in the type of a purchase row that corrects a price already closed. */
const CORRECTION_TYPE = 'correction';

/**
 * The same for purchases: one that came late is told as it is, one whose price changed by the difference, as a
 * row of type `correction`. `closedOf` says what was closed of an eSIM's purchases of one instant. Memory grows
 * with the purchases given.
 */
export function* purchaseCorrections(
  closedOf: (esimId: string, purchasedAt: UnixSeconds) => Iterable<PurchaseRow>,
  present: Iterable<PurchaseRow>,
): Generator<PurchaseRow> {
  const rows = [...present];
  const instants = new Map(
    rows.map(({ esimId, purchasedAt }) => [`${esimId} ${purchasedAt}`, { esimId, purchasedAt }]),
  );
  const charged = pricesByPurchase(
    [...instants.values()].flatMap(({ esimId, purchasedAt }) => [...closedOf(esimId, purchasedAt)]),
  );
  const prices = pricesByPurchase(rows);
  for (const row of rows) {
    const key = purchaseOf(row);
    const before = charged.get(key);
    const now = prices.get(key);
    if (before === undefined) {
      yield row;
    } else if (now !== undefined) {
      prices.delete(key);
      const difference = addDecimals(now, negateDecimal(before));
      if (difference.units !== 0n) yield { ...row, type: CORRECTION_TYPE, price: formatDecimal(difference) };
    }
  }
}

function pricesByPurchase(rows: Iterable<PurchaseRow>): Map<string, Decimal> {
  const prices = new Map<string, Decimal>();
  for (const row of rows) {
    const key = purchaseOf(row);
    prices.set(key, addDecimals(prices.get(key) ?? ZERO, signedPrice(row) ?? ZERO));
  }
  return prices;
}

function purchaseOf(row: PurchaseRow): string {
  return [row.esimId, row.packageId, row.purchasedAt, row.currency].join('\0');
}
