import {
  addDays,
  type CalendarDate,
  type CostRow,
  type DateRange,
  dateOf,
  formatDecimal,
  MoneyTotal,
  negateDecimal,
  type PackageRow,
  parseDecimal,
  type RowStream,
  signedPrice,
  type UnixSeconds,
} from '@roamwatch/core';
import { currencyDigits } from '../figures/currency.js';
import { shareOf, spreadEvenly } from '../figures/spread.js';

/** The charges of closed months of a range for the purchases made at these instants. */
export type ClosedCostsOf = (
  instants: readonly { readonly esimId: string; readonly purchasedAt: UnixSeconds }[],
  months: DateRange,
) => Promise<readonly CostRow[]>;

export interface CostOptions {
  readonly own: DateRange;
  /** IANA name. */
  readonly timeZone: string;
  /** The closed months directly before `own`, and what they charged; null when there are none. */
  readonly closed: { readonly months: DateRange; readonly costsOf: ClosedCostsOf } | null;
}

/**
 * The cost of packages in a range: each one's share of its price, and what closed months directly before charged too
 * much or too little, in rows of no days. So the costs of all periods add up to the purchases, whatever became known
 * of a package after a closing.
 *
 * @param packages each eSIM's in one slice, among them all with a day in the closed months
 */
export async function* packageCosts(
  packages: RowStream<PackageRow>,
  { own, timeZone, closed }: CostOptions,
): AsyncGenerator<readonly CostRow[]> {
  for await (const rows of packages) {
    const charged = closed === null ? [] : await closed.costsOf(rows, closed.months);
    const chargedBy = Map.groupBy(charged, esimAndInstant);
    yield [...Map.groupBy(rows, esimAndInstant)].flatMap(([key, bought]) => [
      ...(closed === null ? [] : corrections(bought, chargedBy.get(key) ?? [], closed.months, timeZone)),
      ...bought.map((row) => costIn(row, own, timeZone)).filter(({ daysInPeriod }) => daysInPeriod > 0),
    ]);
  }
}

/** A package's share of a range. */
function costIn(row: PackageRow, range: DateRange, timeZone: string): CostRow {
  const { days, withLast, all } = daysOf(row, range, timeZone);
  const price = signedPrice(row);
  const cost =
    price === null ? null : shareOf(spreadEvenly(price, all, currencyDigits(row.currency)), days, withLast);
  return { ...row, costInPeriod: cost === null ? null : formatDecimal(cost), daysInPeriod: days };
}

/** Number of a package's days in a range, whether its last day is among them, and the number of all its days. */
function daysOf(row: PackageRow, { from, to }: DateRange, timeZone: string) {
  const first = row.startsOn ?? dateOf(row.purchasedAt, timeZone);
  const last = row.endsOn ?? first;
  const begins = first > from ? first : from;
  const ends = dayAfter(last) < to ? dayAfter(last) : to;
  const days = begins < ends ? daysBetween(begins, ends) : 0;
  return { days, withLast: days > 0 && last < to, all: daysBetween(first, dayAfter(last)) };
}

function corrections(
  bought: readonly PackageRow[],
  charged: readonly CostRow[],
  months: DateRange,
  timeZone: string,
): readonly CostRow[] {
  const missing = new MoneyTotal();
  for (const row of bought) {
    const { costInPeriod } = costIn(row, months, timeZone);
    missing.add(row.currency, costInPeriod === null ? null : parseDecimal(costInPeriod));
  }
  for (const { currency, costInPeriod } of charged) {
    const cost = costInPeriod === null ? null : parseDecimal(costInPeriod);
    missing.add(currency, cost === null ? null : negateDecimal(cost));
  }
  const [first] = bought;
  if (first === undefined) return [];
  return missing.nonZero.map(([currency, amount]) => ({
    ...first,
    currency,
    usedBytes: 0,
    costInPeriod: formatDecimal(amount),
    daysInPeriod: 0,
  }));
}

function esimAndInstant({ esimId, purchasedAt }: PackageRow): string {
  return `${purchasedAt}\0${esimId}`;
}

const DAY_MS = 86_400_000;

function dayAfter(date: CalendarDate): CalendarDate {
  return addDays(date, 1);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
