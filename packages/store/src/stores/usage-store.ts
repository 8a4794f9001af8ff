import type {
  CalendarDate,
  DailyUsage,
  DataUnit,
  EarlierReading,
  EsimKey,
  Reading,
  UnixSeconds,
} from '@roamwatch/core';

/** Daily rows and readings. */
export interface UsageStore {
  /**
   * Writes the daily rows of an answer: one for each date and place, oldest first. New ones are inserted, changed
   * ones updated; equal ones cost a comparison. A figure that was restated (see `restatementCutoff`) keeps its former
   * value and times. A day that is not among `days` stays as it is, and so does a place that is missing from its day,
   * unless its usage has moved to other places (see `movedPlaces`): then it is restated as 0.
   */
  recordDays(esim: EsimKey, days: readonly DailyUsage[], at: UnixSeconds): DaysWritten;
  /**
   * Remembers the reading as the last good one and clears the eSIM's failure. Of a stretch of readings with the
   * same figures the first and the last are kept, which says the same.
   *
   * @param former the last good one until now, as `facts` gives it.
   */
  recordReading(esim: EsimKey, reading: Reading, former: Reading | null): void;
  /** The last good readings were taken again at these instants, with the same figures. */
  confirmReadings(readAgain: ReadonlyMap<EsimKey, UnixSeconds>): void;
  daysSince(esim: EsimKey, from: CalendarDate): readonly DailyUsage[];
  /** Readings since `from`, oldest first, at most the newest `limit`, the last good one included. */
  readingsSince(esim: EsimKey, from: UnixSeconds, limit: number): readonly Reading[];
  /** Readings kept of these eSIMs since `from`, oldest first, by eSIM; the last good one only where it is kept. */
  readingsOf(esims: readonly EsimKey[], from: UnixSeconds): ReadonlyMap<EsimKey, readonly EarlierReading[]>;
  /** What restated days said before, oldest first. */
  formerFigures(esim: EsimKey, from: CalendarDate): readonly FormerFigure[];
  /**
   * When the operator's unit turns out another: multiplies stored daily rows exactly, in one transaction. To a
   * smaller unit the result is rounded to whole bytes.
   */
  rescaleDays(from: DataUnit, to: DataUnit): void;
  /** The same for the figures of readings, and the allowances that epochs remember. */
  rescaleReadings(from: DataUnit, to: DataUnit): void;
}

export interface DaysWritten {
  readonly added: number;
  readonly changed: number;
}

/** A figure that stood from `lastChangedAt` until it was restated. */
export interface FormerFigure extends DailyUsage {
  readonly lastChangedAt: UnixSeconds;
  readonly replacedAt: UnixSeconds;
}
