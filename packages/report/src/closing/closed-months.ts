import type {
  CalendarDate,
  Closing,
  DateRange,
  FrozenRows,
  PurchaseRow,
  ReconciliationRow,
  UnixSeconds,
  UsageRow,
} from '@roamwatch/core';
import { countryOf } from '../kinds/usage.js';
import { monthBefore, type Period, parseMonth, periodOf } from '../period/period.js';
import type { ReportSource } from '../source.js';
import { corrections, purchaseCorrections } from './corrections.js';

/** What was stored when months were closed. The store keeps it; nothing in it is ever computed again. */
export interface ClosedMonths {
  /** In any order; a reopened month is not among them. */
  closings(): readonly Closing[];
  /** A closed month's rows exactly as they were frozen, in the same order. */
  usage(month: string): Iterable<UsageRow>;
  purchases(month: string): Iterable<PurchaseRow>;
  reconciliation(month: string): Iterable<ReconciliationRow>;
  /** An eSIM's rows of all closed months, corrections included, whose usage date is in the range, oldest month first. */
  usageOf(esimId: string, range: DateRange): Iterable<UsageRow>;
  /** What was closed of an eSIM's purchases of one instant, corrections included. */
  purchasesOf(esimId: string, purchasedAt: UnixSeconds): Iterable<PurchaseRow>;
}

/**
 * The present figures seen through the closed months: a closed month as it was frozen; an open month with the corrections
 * of the closed months directly before it; any other range as it is now. So the sum of all months is always the
 * present truth, in whatever order months are closed and reopened.
 */
export function withClosedMonths(present: ReportSource, closedMonths: ClosedMonths): ReportSource {
  const closings = new Map(closedMonths.closings().map((closing) => [closing.month, closing]));
  const closingOf = (range: DateRange) => closings.get(periodOf(range).month ?? '') ?? null;
  const reconcile = present.reconciliation?.bind(present);
  return {
    usage: (range) => {
      const { month } = periodOf(range);
      if (month === null) return present.usage(range);
      return closings.has(month)
        ? closedMonths.usage(month)
        : openUsage(present, closedMonths, closings, month);
    },
    purchases: (range) => {
      const { month } = periodOf(range);
      if (month === null) return present.purchases(range);
      return closings.has(month)
        ? closedMonths.purchases(month)
        : openPurchases(present, closedMonths, closings, month);
    },
    ...(reconcile && {
      reconciliation: (range: DateRange) => {
        const closing = closingOf(range);
        return closing === null ? reconcile(range) : closedMonths.reconciliation(closing.month);
      },
    }),
    closing: closingOf,
    dataAsOf: () => present.dataAsOf(),
  };
}

/**
 * Says no to a closing that cannot be.
 * @param today the date where the books are kept
 * @throws RangeError when the period is no month, has not ended, or is closed already
 */
export function assertClosable(period: Period, closings: readonly Closing[], today: CalendarDate): void {
  if (period.month === null) throw new RangeError(`only a calendar month can be closed, not ${period.name}`);
  if (closings.some(({ month }) => month === period.month)) {
    throw new RangeError(`${period.name} is closed already`);
  }
  if (today < period.to) {
    throw new RangeError(`${period.name} has not ended: it can be closed from ${period.to} on`);
  }
}

/** The rows of a month as its report has them now, ready to be stored. `source` must look through the closedMonths. */
export function frozenRows(source: ReportSource, period: Period): FrozenRows {
  return {
    usage: withCountry(source.usage(period)),
    purchases: source.purchases(period),
    reconciliation: source.reconciliation?.(period) ?? [],
  };
}

type Closings = ReadonlyMap<string, Closing>;
type ClosedOf = (esimId: string) => Iterable<UsageRow>;

/** Corrections first, then the month's own rows; without corrections those alone, which costs nothing a row. */
function openUsage(
  present: ReportSource,
  closedMonths: ClosedMonths,
  closings: Closings,
  month: string,
): Iterable<UsageRow> {
  const own = parseMonth(month);
  const carried = closedRunBefore(month, closings);
  const reopened = wasReopened(month, closings);
  if (carried === null && !reopened) return present.usage(own);
  return (function* () {
    if (carried !== null) yield* corrections(closedIn(closedMonths, carried), lateUsage(present, carried));
    if (reopened) yield* takenBack(closedIn(closedMonths, own), present.usage(own));
    yield* present.usage(own);
  })();
}

function* openPurchases(
  present: ReportSource,
  closedMonths: ClosedMonths,
  closings: Closings,
  month: string,
): Generator<PurchaseRow> {
  const carried = closedRunBefore(month, closings);
  const closedOf = closedMonths.purchasesOf.bind(closedMonths);
  if (carried !== null) yield* purchaseCorrections(closedOf, latePurchases(present, carried));
  const own = parseMonth(month);
  if (wasReopened(month, closings)) {
    yield* purchaseCorrections(closedOf, present.purchases(own));
  } else {
    yield* present.purchases(own);
  }
}

/** The closed months that end where this one begins. */
function closedRunBefore(month: string, closings: Closings): DateRange | null {
  let first = month;
  while (closings.has(monthBefore(first))) first = monthBefore(first);
  return first === month ? null : { from: `${first}-01`, to: `${month}-01` };
}

/** A later month is closed: it may hold corrections of this one, which are taken back here. */
function wasReopened(month: string, closings: Closings): boolean {
  return [...closings.keys()].some((closed) => closed > month);
}

function lateUsage(present: ReportSource, range: DateRange): Iterable<UsageRow> {
  return present.lateUsage?.(range) ?? present.usage(range);
}

function latePurchases(present: ReportSource, range: DateRange): Iterable<PurchaseRow> {
  return present.latePurchases?.(range) ?? present.purchases(range);
}

function closedIn(closedMonths: ClosedMonths, range: DateRange): ClosedOf {
  return (esimId) => closedMonths.usageOf(esimId, range);
}

function* takenBack(closedOf: ClosedOf, present: Iterable<UsageRow>): Generator<UsageRow> {
  for (const row of corrections(closedOf, emptied(present))) if (row.usedBytes !== 0) yield row;
}

function* emptied(rows: Iterable<UsageRow>): Generator<UsageRow> {
  for (const row of rows) yield { ...row, usedBytes: 0 };
}

function* withCountry(rows: Iterable<UsageRow>): Generator<UsageRow> {
  for (const row of rows) yield { ...row, countryCode: countryOf(row) };
}
