import type {
  Closing,
  CostRow,
  DateRange,
  PurchaseRow,
  ReconciliationRow,
  RowStream,
  UsageRow,
} from '@roamwatch/core';
import { monthBefore, parseMonth, periodOf } from '../period/period.js';
import type { ReportSource } from '../source.js';
import { changed } from '../table/row-stream.js';
import { type ClosedCostsOf, packageCosts } from './package-costs.js';
import { type ClosedPurchasesOf, purchaseCorrections } from './purchase-corrections.js';
import { type ClosedUsageOf, usageCorrections } from './usage-corrections.js';

/** The rows stored when months were closed. The store keeps it; nothing in it is ever computed again. */
export interface ClosedMonths {
  /** In any order; a reopened month is not among them. */
  readonly closings: readonly Closing[];
  /** A closed month's rows exactly as they were frozen, in the same order. */
  usage(month: string): RowStream<UsageRow>;
  purchases(month: string): RowStream<PurchaseRow>;
  reconciliation(month: string): RowStream<ReconciliationRow>;
  cost(month: string): RowStream<CostRow>;
  usageOf: ClosedUsageOf;
  purchasesOf: ClosedPurchasesOf;
  costsOf: ClosedCostsOf;
}

/**
 * The present figures seen through the closed months: a closed month as it was frozen; an open month with the
 * corrections of the closed months directly before it; any other range as it is now. So the sum of all months is
 * always the present truth, in whatever order months are closed and reopened.
 */
export function withClosedMonths(present: ReportSource, closedMonths: ClosedMonths): ReportSource {
  const closings = new Map(closedMonths.closings.map((closing) => [closing.month, closing]));
  const closingOf = (range: DateRange) => closings.get(periodOf(range).month ?? '') ?? null;
  const reconcile = present.reconciliation?.bind(present);
  const packages = present.packages?.bind(present);
  const missing = present.completeness?.bind(present);
  // Months closed before there were costs have none: theirs are computed like those of open ones.
  const costClosings = new Map([...closings].filter(([, { schemaVersion }]) => schemaVersion > 1));
  return {
    dataAsOf: present.dataAsOf,
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
    ...(packages && {
      packages,
      cost: (own: DateRange, timeZone: string) => {
        const { month } = periodOf(own);
        if (month !== null && costClosings.has(month)) return closedMonths.cost(month);
        const months = month === null ? null : closedRunBefore(month, costClosings);
        const closed = months === null ? null : { months, costsOf: closedMonths.costsOf };
        const range = { from: months?.from ?? own.from, to: own.to };
        return packageCosts(packages(range, own, timeZone), { own, timeZone, closed });
      },
    }),
    ...(missing && {
      completeness: async (range: DateRange) => {
        const closing = closingOf(range);
        return closing === null ? missing(range) : closing.completeness;
      },
    }),
    closing: closingOf,
  };
}

type Closings = ReadonlyMap<string, Closing>;

/** Corrections first, then the month's own rows; without corrections those alone, which costs nothing a row. */
function openUsage(
  present: ReportSource,
  closedMonths: ClosedMonths,
  closings: Closings,
  month: string,
): RowStream<UsageRow> {
  const own = parseMonth(month);
  const carried = closedRunBefore(month, closings);
  const reopened = wasReopened(month, closings);
  if (carried === null && !reopened) return present.usage(own);
  return (async function* () {
    if (carried !== null) yield* usageCorrections(closedMonths.usageOf, lateUsage(present, carried));
    if (reopened) yield* reversals(closedMonths.usageOf, present.usage(own));
    yield* present.usage(own);
  })();
}

async function* openPurchases(
  present: ReportSource,
  closedMonths: ClosedMonths,
  closings: Closings,
  month: string,
): AsyncGenerator<readonly PurchaseRow[]> {
  const carried = closedRunBefore(month, closings);
  if (carried !== null) {
    const late = purchaseCorrections(closedMonths.purchasesOf, latePurchases(present, carried));
    yield* changed(late, (row): PurchaseRow => ({ ...row, chargeClass: 'Correction' }));
  }
  const own = parseMonth(month);
  if (wasReopened(month, closings)) {
    yield* purchaseCorrections(closedMonths.purchasesOf, present.purchases(own));
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

/** A later month is closed: it may contain corrections of this one, which are reversed here. */
function wasReopened(month: string, closings: Closings): boolean {
  return [...closings.keys()].some((closed) => closed > month);
}

function lateUsage(present: ReportSource, range: DateRange): RowStream<UsageRow> {
  return present.lateUsage?.(range) ?? present.usage(range);
}

function latePurchases(present: ReportSource, range: DateRange): RowStream<PurchaseRow> {
  return present.latePurchases?.(range) ?? present.purchases(range);
}

async function* reversals(
  closedOf: ClosedUsageOf,
  present: RowStream<UsageRow>,
): AsyncGenerator<readonly UsageRow[]> {
  const emptied = changed(present, (row): UsageRow => ({ ...row, usedBytes: 0 }));
  for await (const rows of usageCorrections(closedOf, emptied)) {
    yield rows.filter(({ usedBytes }) => usedBytes !== 0);
  }
}
