import type {
  Closing,
  Completeness,
  CostRow,
  DateRange,
  PackageRow,
  PurchaseRow,
  ReconciliationRow,
  RowStream,
  UnixSeconds,
  UsageRow,
} from '@roamwatch/core';

/**
 * The database as reports need it. The store's snapshot fits it; the daemon joins the two.
 * Other work gets its turn between pages: an iteration must not keep a connection others need, and all
 * iterations of one source should see one snapshot, or the files will not add up.
 */
export interface ReportSource {
  /** The last good poll: the figures are true as of then. Null before the first. */
  readonly dataAsOf: UnixSeconds | null;
  /** In order of ICCID, eSIM id, usage date and place. Streamed: months of large fleets do not fit in memory. */
  usage(range: DateRange): RowStream<UsageRow>;
  /** In order of purchase time, ICCID and package id. The range is of UTC dates of `purchasedAt`. */
  purchases(range: DateRange): RowStream<PurchaseRow>;
  /** Those rows of `usage` that may differ from what was closed of their day; without it all may. */
  lateUsage?(range: DateRange): RowStream<UsageRow>;
  /** Those rows of `purchases` that may differ from what was closed of them; without it all may. */
  latePurchases?(range: DateRange): RowStream<PurchaseRow>;
  /** Packages with a reading or a daily row within the range, in order of ICCID, eSIM id and package start. */
  reconciliation?(range: DateRange): RowStream<ReconciliationRow>;
  /**
   * Packages with a day or a purchase in `range`, or charged for in a closed month of it, by ICCID, eSIM id and purchase, each eSIM's in one page. `usedBytes` is
   * of their days in `own`.
   */
  packages?(range: DateRange, own: DateRange, timeZone: string): RowStream<PackageRow>;
  /** The cost of packages in a range, whose days are in the time zone: see `packageCosts`. */
  cost?(range: DateRange, timeZone: string): RowStream<CostRow>;
  /** The data known to be missing of a range; null of a month closed before it was stored. */
  completeness?(range: DateRange): Promise<Completeness | null>;
  /** How the range was closed; null (or no such method) while it is open. */
  closing?(range: DateRange): Closing | null;
}
