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

/** What reports need of the database. The store's report queries fit it; the daemon joins the two. */
export interface ReportSource {
  /** In order of usage date, ICCID, eSIM id and location. Streamed: months of large fleets do not fit in memory. */
  usage(range: DateRange): Iterable<UsageRow>;
  /** In order of purchase time, ICCID and package id. The range is of UTC dates of `purchasedAt`. */
  purchases(range: DateRange): Iterable<PurchaseRow>;
  /** The last good poll: the figures are true as of then. Null before the first. */
  dataAsOf(): UnixSeconds | null;
}
