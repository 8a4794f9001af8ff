import type {
  Closing,
  DateRange,
  PurchaseRow,
  ReconciliationRow,
  UnixSeconds,
  UsageRow,
} from '@roamwatch/core';

/** What reports are made from, as the database is at one moment; to be closed after use. */
export interface ReportSnapshot {
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
  readonly closedMonths: ClosedMonths;
  close(): void;
}

/** What was stored when months were closed. Nothing in it is ever computed again. */
export interface ClosedMonths {
  /** Oldest month first; a reopened month is not among them. */
  closings(): readonly Closing[];
  /** A closed month's rows exactly as they were frozen, in the same order. */
  usage(month: string): Iterable<UsageRow>;
  purchases(month: string): Iterable<PurchaseRow>;
  reconciliation(month: string): Iterable<ReconciliationRow>;
  /** An eSIM's rows of all closed months, corrections included, whose usage date is in the range, oldest month first. */
  usageOf(esimId: string, range: DateRange): readonly UsageRow[];
  /** What was closed of an eSIM's purchases of one instant, corrections included. */
  purchasesOf(esimId: string, purchasedAt: UnixSeconds): readonly PurchaseRow[];
}
