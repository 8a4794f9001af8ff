import type { CalendarDate, UnixSeconds } from '@roamwatch/core';
import type { DateRange, PurchaseRow, UsageRow } from './report-rows.js';

/** What is remembered of the moment a month was closed. */
export interface Closing {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly closedAt: UnixSeconds;
  readonly dataAsOf: UnixSeconds | null;
  /** IANA name in force at the closing. */
  readonly timeZone: string;
}

/** One package an eSIM ran; what it means is the report package's affair, here it is kept. */
export interface ReconciliationRow {
  readonly iccid: string | null;
  readonly esimId: string;
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly glCode: string | null;
  readonly project: string | null;
  readonly usageCheck: boolean;
  readonly unlimited: boolean;
  readonly packageStartedAt: UnixSeconds | null;
  readonly packageEndsAt: UnixSeconds | null;
  readonly readingAt: UnixSeconds | null;
  readonly allowanceBytes: number | null;
  readonly remainingBytes: number | null;
  readonly dailyBytes: number;
  readonly firstDay: CalendarDate | null;
  readonly restatedRows: number;
  readonly lastChangedAt: UnixSeconds | null;
}

/** The rows of a month as its report has them at its closing. */
export interface FrozenRows {
  readonly usage: Iterable<UsageRow>;
  readonly purchases: Iterable<PurchaseRow>;
  readonly reconciliation: Iterable<ReconciliationRow>;
}

/** What was stored when months were closed. Nothing in it is ever computed again. */
export interface Ledger {
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

/** One entry of the trace that closing and reopening leave. */
export interface ClosingEvent {
  readonly month: string;
  readonly at: UnixSeconds;
  readonly action: 'closed' | 'reopened';
  readonly comment: string;
}
