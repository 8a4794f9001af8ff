import type { EsimStatus } from '../fleet/esim.js';
import type { CalendarDate, UnixSeconds } from '../time/instant.js';

/** One row of `dataUsages` as it came, its unit not yet known. */
export interface DayFigure {
  readonly date: CalendarDate;
  /** As the provider wrote it; empty when missing. */
  readonly location: string;
  /** A finite number, zero or more, possibly fractional. */
  readonly used: number;
}

/** Rejected data. Kept and counted, never discarded silently. */
export interface Rejected {
  readonly what: 'daily-row' | 'figure' | 'esim' | 'purchase' | 'top-up' | 'list' | 'event';
  /** A short stable phrase such as "usage is negative", fit for a metric label. */
  readonly reason: string;
  /** A short excerpt of the thing, free of secrets. */
  readonly sample: string;
}

/** The answer to "usage details", decoded but still in the provider's own units. */
export interface UsageDetails {
  readonly iccid: string;
  readonly esimId: string | null;
  readonly status: EsimStatus | null;
  readonly startedAt: UnixSeconds | null;
  /** Null when missing or when it equals `startedAt`: a plan of length zero means "unknown", not "over". */
  readonly endsAt: UnixSeconds | null;
  /** The wire figure; null when missing or unreadable. -1, unlimited, and 0 have no percentage. */
  readonly allowed: number | null;
  /** Likewise; negative when more was used than allowed, -1 where the allowance is unlimited. */
  readonly remaining: number | null;
  readonly days: readonly DayFigure[];
  readonly rejected: readonly Rejected[];
}

/** The figures of an eSIM at one instant, in bytes. */
export interface Reading {
  readonly at: UnixSeconds;
  /** More than zero; null when missing, unreadable, unlimited or 0. */
  readonly allowanceBytes: number | null;
  /** Negative when more was used than allowed; null when missing, unreadable or unlimited. */
  readonly remainingBytes: number | null;
  readonly packageStartedAt: UnixSeconds | null;
  readonly packageEndsAt: UnixSeconds | null;
}

/** The figures kept of readings before the last one. */
export type EarlierReading = Pick<Reading, 'at' | 'remainingBytes'>;

/** The usage on one calendar day in one place: the sum of all rows the provider gave for the two. */
export interface DailyUsage {
  readonly date: CalendarDate;
  readonly location: string;
  readonly usedBytes: number;
}

/** One calendar day's usage over all places. */
export interface DayTotal {
  readonly date: CalendarDate;
  readonly usedBytes: number;
}

/** How a new package epoch showed itself. */
export type EpochChange = 'first-reading' | 'allowance-changed' | 'end-moved-later' | 'history-row-added';

/**
 * The active package of an eSIM, counted from 1. Alerts belong to an epoch, so a top-up re-arms every rule whose
 * truth it can change: more data does not move the end, of which people were notified.
 */
export interface PackageEpoch {
  readonly number: number;
  readonly startedAt: UnixSeconds;
  /** The changes that began it. */
  readonly changes: readonly EpochChange[];
  readonly allowanceBytes: number | null;
  readonly packageEndsAt: UnixSeconds | null;
  /** The number of the epoch since which the package has had this end. */
  readonly endSince: number;
  /** Rows the packages history had when this was last compared; null before the first look. */
  readonly historyRows: number | null;
}
