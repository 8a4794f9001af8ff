import type {
  CalendarDate,
  DailyUsage,
  EsimKey,
  Reading,
  UnitsBefore,
  UnitsChanges,
  UnitsInUse,
  UnixSeconds,
} from '@roamwatch/core';
import type { Decide } from './decide.js';

/** Daily rows and readings. */
export interface UsageStore {
  /** The units as they were last settled; null before the first poll. */
  units(): Promise<UnitsInUse | null>;
  /**
   * Settles the units that the provider's figures are in. What was stored in a wrong unit is multiplied exactly, and
   * rounded to whole bytes where the unit turns out smaller: readings with the allowances that epochs remember, and
   * daily usage. What would leave the safe integers cannot be true: such figures of readings become null, such daily rows are
   * rejected. Equal units write nothing.
   *
   * @param esims whose packages are loaded.
   * @param at the instant under which daily rows are rejected.
   */
  settleUnits(
    esims: readonly EsimKey[],
    at: UnixSeconds,
    decide: Decide<UnitsBefore, UnitsChanges>,
  ): Promise<UnitsSettled>;
  /** Names of all places with usage, in the order in which they were first stored. */
  placesInUse(): Promise<readonly string[]>;
  daysSince(esim: EsimKey, from: CalendarDate): Promise<readonly DailyUsage[]>;
  /** Readings since `from`, oldest first, at most the newest `limit`, the last good one included. */
  readingsSince(esim: EsimKey, from: UnixSeconds, limit: number): Promise<readonly Reading[]>;
  /** The former values of restated days, oldest first. */
  formerFigures(esim: EsimKey, from: CalendarDate): Promise<readonly FormerFigure[]>;
}

/** The units in use after evidence was weighed, and before. */
export interface UnitsSettled {
  /** Null before the first poll. */
  readonly former: UnitsInUse | null;
  readonly units: UnitsInUse;
  /** Stored daily rows, former values included, that were rejected. */
  readonly rejectedRows: number;
}

/** How many daily rows an answer added and changed. */
export interface DaysWritten {
  readonly added: number;
  readonly changed: number;
}

/** A figure that stood from `lastChangedAt` until it was restated. */
export interface FormerFigure extends DailyUsage {
  readonly lastChangedAt: UnixSeconds;
  readonly replacedAt: UnixSeconds;
}
