import type { UnixSeconds } from '@roamwatch/core';
import type { Ledger, ReconciliationRow } from './closing.js';
import type { DateRange, PurchaseRow, UsageRow } from './report-rows.js';

/** The figures as they are now. */
export interface ReportSource {
  /** In order of ICCID, eSIM id, usage date, and of when a place was first met. */
  usage(range: DateRange): Iterable<UsageRow>;
  /** In order of purchase time, ICCID and package id. The range is of UTC dates of `purchasedAt`. */
  purchases(range: DateRange): Iterable<PurchaseRow>;
  /** Those rows of `usage` that may differ from what was closed of their day. */
  lateUsage(range: DateRange): Iterable<UsageRow>;
  /** Those rows of `purchases` that may differ from what was closed of them. */
  latePurchases(range: DateRange): Iterable<PurchaseRow>;
  /** Packages with a reading or a daily row within the range, in order of ICCID, eSIM id and package start. */
  reconciliation(range: DateRange): Iterable<ReconciliationRow>;
  /** The last good poll: the figures are true as of then. Null before the first. */
  dataAsOf(): UnixSeconds | null;
}

/** A snapshot of the database for one report; to be closed after it. */
export interface ReportSnapshot extends ReportSource {
  readonly ledger: Ledger;
  close(): void;
}
