import type {
  Closing,
  DateRange,
  PurchaseRow,
  ReconciliationRow,
  UnixSeconds,
  UsageRow,
} from '@roamwatch/core';

/**
 * What reports need of the database. The store's snapshot fits it; the daemon joins the two.
 * Writing gives way to other work between rows: an iteration must not hold a connection others need, and
 * all iterations of one source should see one snapshot, or the files will not add up.
 */
export interface ReportSource {
  /** In order of ICCID, eSIM id, usage date and place. Streamed: months of large fleets do not fit in memory. */
  usage(range: DateRange): Iterable<UsageRow>;
  /** In order of purchase time, ICCID and package id. The range is of UTC dates of `purchasedAt`. */
  purchases(range: DateRange): Iterable<PurchaseRow>;
  /** Those rows of `usage` that may differ from what was closed of their day; without it all may. */
  lateUsage?(range: DateRange): Iterable<UsageRow>;
  /** Those rows of `purchases` that may differ from what was closed of them; without it all may. */
  latePurchases?(range: DateRange): Iterable<PurchaseRow>;
  /** Packages with a reading or a daily row within the range, in order of ICCID, eSIM id and package start. */
  reconciliation?(range: DateRange): Iterable<ReconciliationRow>;
  /** How the range was closed; null (or no such method) while it is open. */
  closing?(range: DateRange): Closing | null;
  /** The last good poll: the figures are true as of then. Null before the first. */
  dataAsOf(): UnixSeconds | null;
}
