import type { CalendarDate, UnixSeconds } from '../time/instant.js';

/** The assignment of an eSIM on a day, from the inventory entry that applies to it. */
export interface Assignment {
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly glCode: string | null;
  readonly project: string | null;
}

/** One eSIM, day and location. */
export interface UsageRow extends Assignment {
  readonly usageDate: CalendarDate;
  readonly iccid: string | null;
  readonly esimId: string;
  readonly location: string;
  /** Exact; negative only in a correction. */
  readonly usedBytes: number;
  readonly quality: 'reported' | 'restated';
  readonly firstSeenAt: UnixSeconds;
  readonly lastChangedAt: UnixSeconds;
  /** Set on a row that corrects a closed month. */
  readonly chargeClass?: 'Correction';
  /** ISO 3166 alpha-2 or empty; set on closed rows, so that a newer list of countries changes none of them. */
  readonly countryCode?: string;
}

/** One package bought or refunded. */
export interface PurchaseRow extends Assignment {
  /** If the provider gives no time of purchase: of its last update, or else when it was first seen. */
  readonly purchasedAt: UnixSeconds;
  readonly iccid: string | null;
  readonly esimId: string;
  readonly packageId: string;
  readonly packageName: string;
  readonly type: string;
  /** Decimal text; null when the provider gave no readable price. */
  readonly price: string | null;
  readonly currency: string;
  /** Set on a row that corrects a closed month. */
  readonly chargeClass?: 'Correction';
  /** True when a positive price is money back; set on closed rows, so that they keep their sign. */
  readonly refund?: boolean;
}

/** One package an eSIM ran: the sum of its daily rows beside the consumption by its allowance. */
export interface ReconciliationRow extends Assignment {
  readonly iccid: string | null;
  readonly esimId: string;
  /** False when the provider cannot report this eSIM's usage. */
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

/** One package that was bought, with the days it counts on. */
export interface PackageRow extends PurchaseRow {
  /** In the time zone of the reports; null when it never started. */
  readonly startsOn: CalendarDate | null;
  /** Its last day; null when its length is not known. */
  readonly endsOn: CalendarDate | null;
  readonly allowanceBytes: number | null;
  /** Of its days in the period. */
  readonly usedBytes: number;
  /** The remaining data of a package that has ended; null when it has not, or that is not known. */
  readonly unusedBytesAtEnd: number | null;
}

/** The cost of a package in a period. */
export interface CostRow extends PackageRow {
  /** Decimal text, refunds negative; null when the provider gave no readable price. */
  readonly costInPeriod: string | null;
  /** 0 in a row that corrects a closed month. */
  readonly daysInPeriod: number;
}
