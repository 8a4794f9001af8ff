import type {
  CalendarDate,
  Closing,
  Completeness,
  CostRow,
  DateRange,
  InstantRange,
  PackageRow,
  PurchaseRow,
  ReconciliationRow,
  RowStream,
  SpentRow,
  UnixSeconds,
  UsageRow,
  UsedRow,
} from '@roamwatch/core';

/** The input of reports, as the database is at one moment; to be closed after use. */
export interface ReportSnapshot {
  /** The last good poll: the figures are true as of then. Null before the first. */
  readonly dataAsOf: UnixSeconds | null;
  readonly closedMonths: ClosedMonths;
  /** In order of ICCID, eSIM id, usage date, and of when a place was first met. */
  usage(range: DateRange): RowStream<UsageRow>;
  /** In order of purchase time, ICCID and package id. The range is of UTC dates of `purchasedAt`. */
  purchases(range: DateRange): RowStream<PurchaseRow>;
  /** Those rows of `usage` that may differ from what was closed of their day. */
  lateUsage(range: DateRange): RowStream<UsageRow>;
  /** Those rows of `purchases` that may differ from what was closed of them. */
  latePurchases(range: DateRange): RowStream<PurchaseRow>;
  /** Packages with a reading or a daily row within the range, in order of ICCID, eSIM id and package start. */
  reconciliation(range: DateRange): RowStream<ReconciliationRow>;
  /**
   * Packages with a day or a purchase in `range`, or charged for in a closed month of it, by ICCID, eSIM id and purchase, each eSIM's in one page. `usedBytes` is
   * of their days in `own`; days are in the time zone.
   */
  packages(range: DateRange, own: DateRange, timeZone: string): RowStream<PackageRow>;
  /** Purchases made between two instants, each with its eSIM and the holder on the day. */
  spent(range: InstantRange): RowStream<SpentRow>;
  /** The usage of eSIMs on the dates of a range, in a row for each of their assignments. */
  used(range: DateRange): RowStream<UsedRow>;
  completeness(range: DateRange): Promise<Completeness>;
  close(): Promise<void>;
}

/** The rows stored when months were closed. Nothing in it is ever computed again. */
export interface ClosedMonths {
  /** Oldest month first; a reopened month is not among them. */
  readonly closings: readonly Closing[];
  /** A closed month's rows exactly as they were frozen, in the same order. */
  usage(month: string): RowStream<UsageRow>;
  purchases(month: string): RowStream<PurchaseRow>;
  reconciliation(month: string): RowStream<ReconciliationRow>;
  cost(month: string): RowStream<CostRow>;
  /** The closed rows of these days, corrections included, the oldest month first. */
  usageOf(days: readonly EsimDay[]): Promise<readonly UsageRow[]>;
  /** The closed rows of the purchases made at these instants, corrections included. */
  purchasesOf(instants: readonly EsimInstant[]): Promise<readonly PurchaseRow[]>;
  /** The charges of closed months of a range for the purchases made at these instants. */
  costsOf(instants: readonly EsimInstant[], months: DateRange): Promise<readonly CostRow[]>;
}

/** The place of a daily row in a report's order. */
export type EsimDay = { readonly esimId: string; readonly usageDate: CalendarDate };
/** The place of a purchase in a report's order. */
export type EsimInstant = { readonly esimId: string; readonly purchasedAt: UnixSeconds };
