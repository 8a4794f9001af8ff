import type { CalendarDate, UnixSeconds } from '@roamwatch/core';

/** A span of calendar dates, `to` exclusive. */
export interface DateRange {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** Who an eSIM belonged to on a day, from the inventory entry in force on it. */
export interface Allocation {
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly glCode: string | null;
  readonly project: string | null;
}

/** One eSIM, day and location. */
export interface UsageRow extends Allocation {
  readonly usageDate: CalendarDate;
  readonly iccid: string | null;
  readonly esimId: string;
  readonly location: string;
  /** Exact; negative only in a correction. */
  readonly usedBytes: number;
  readonly quality: 'reported' | 'restated';
  readonly firstSeenAt: UnixSeconds;
  readonly lastChangedAt: UnixSeconds;
  /** Set on a row that corrects a month already closed. */
  readonly chargeClass?: 'Correction';
  /** ISO 3166 alpha-2 or empty; set on closed rows, so that a newer list of countries changes none of them. */
  readonly countryCode?: string;
}

/** One package bought or refunded. */
export interface PurchaseRow extends Allocation {
  readonly purchasedAt: UnixSeconds;
  readonly iccid: string | null;
  readonly esimId: string;
  readonly packageId: string;
  readonly packageName: string;
  readonly type: string;
  /** Decimal text; null when the provider gave no readable price. */
  readonly price: string | null;
  readonly currency: string;
}

/** One package an eSIM ran, its daily rows added up beside what its allowance says. */
export interface ReconciliationRow extends Allocation {
  readonly iccid: string | null;
  readonly esimId: string;
  /** False when the provider cannot tell this eSIM's usage. */
  readonly usageCheck: boolean;
  readonly unlimited: boolean;
  readonly packageStartedAt: UnixSeconds | null;
  readonly packageEndsAt: UnixSeconds | null;
  /** The last good reading of the package within the period; null when there is none. */
  readonly readingAt: UnixSeconds | null;
  readonly allowanceBytes: number | null;
  readonly remainingBytes: number | null;
  /** Sum of the daily rows the reading has counted: from the package's first day to its last, or to the reading's. */
  readonly dailyBytes: number;
  /** First day with a row within the package; null when there is none. */
  readonly firstDay: CalendarDate | null;
  /** Daily rows of the package that were restated. */
  readonly restatedRows: number;
  /** When a daily row of the package last changed; null when there is none. */
  readonly lastChangedAt: UnixSeconds | null;
}

/**
 * What reports need of the database. The store's report queries fit it; the daemon joins the two.
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

/** What is remembered of the moment a month was closed, so that its manifest comes out the same ever after. */
export interface Closing {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly closedAt: UnixSeconds;
  readonly dataAsOf: UnixSeconds | null;
  /** IANA name in force at the closing. */
  readonly timeZone: string;
}
