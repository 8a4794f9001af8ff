import type { CalendarDate, UnixSeconds } from '@roamwatch/core';

/** A span of calendar dates, `to` exclusive. The shapes here are those of the report package. */
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
  /** When the provider gives no time of purchase: of its last update, or else when it was first seen. */
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
