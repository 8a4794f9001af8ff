import type { CalendarDate } from '@roamwatch/core';
import { addDecimals, type Decimal, formatDecimal, negateDecimal, ZERO } from '../figures/decimal.js';
import { signedPrice } from '../figures/money.js';
import type { PurchaseRow, UsageRow } from '../source.js';

/**
 * What must be added to rows already closed for them to say what is true now: signed rows under their own usage
 * date, charged to whoever was charged before. Missing is never 0: a row that was closed and is no longer there is
 * no correction, and a late row of 0 bytes is one. Both sides in order of usage date; `present` holds an eSIM, day
 * and location once, `closed` as often as it was closed and corrected. Memory grows with one day's rows.
 */
export function* corrections(closed: Iterable<UsageRow>, present: Iterable<UsageRow>): Generator<UsageRow> {
  const days = new ClosedDays(closed);
  try {
    for (const row of present) {
      const charged = days.on(row.usageDate).get(placeOf(row));
      const usedBytes = row.usedBytes - (charged?.usedBytes ?? 0);
      if (charged === undefined || usedBytes !== 0) yield correction(row, charged?.first ?? row, usedBytes);
    }
  } finally {
    days.end();
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

function placeOf(row: UsageRow): string {
  return `${row.esimId}\0${row.location}`;
}

interface Charged {
  usedBytes: number;
  /** The row it was charged with at first. */
  readonly first: UsageRow;
}

/** Closed rows read forward, a day at a time. */
class ClosedDays {
  readonly #rows: Iterator<UsageRow>;
  #next: IteratorResult<UsageRow>;
  #date: CalendarDate = '';
  #places = new Map<string, Charged>();

  constructor(rows: Iterable<UsageRow>) {
    this.#rows = rows[Symbol.iterator]();
    this.#next = this.#rows.next();
  }

  /** The places of a day; days are asked for in order. */
  on(date: CalendarDate): ReadonlyMap<string, Charged> {
    if (date === this.#date) return this.#places;
    this.#date = date;
    this.#places = new Map();
    while (!this.#next.done && this.#next.value.usageDate <= date) {
      if (this.#next.value.usageDate === date) this.#charge(this.#next.value);
      this.#next = this.#rows.next();
    }
    return this.#places;
  }

  end(): void {
    this.#rows.return?.();
  }

  #charge(row: UsageRow): void {
    const place = placeOf(row);
    const charged = this.#places.get(place);
    if (charged === undefined) this.#places.set(place, { usedBytes: row.usedBytes, first: row });
    else charged.usedBytes += row.usedBytes;
  }
}

/** What stands in the type of a purchase row that corrects a price already closed. */
const CORRECTION_TYPE = 'correction';

/**
 * The same for purchases: one that came late is told as it is, one whose price changed by the difference, as a
 * row of type `correction`. Memory grows with the purchases given.
 */
export function* purchaseCorrections(
  closed: Iterable<PurchaseRow>,
  present: Iterable<PurchaseRow>,
): Generator<PurchaseRow> {
  const charged = pricesByPurchase(closed);
  const rows = [...present];
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
