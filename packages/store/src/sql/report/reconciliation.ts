import { addDays, dateOf, type ReconciliationRow } from '@roamwatch/core';
import { type Day, dayOf, FIRST_DAY, toDay } from '../../schema/day.js';

/** The last reading of a package within a range. */
export type PackageReading = Pick<
  ReconciliationRow,
  'packageStartedAt' | 'packageEndsAt' | 'readingAt' | 'allowanceBytes' | 'remainingBytes'
>;

export const NOT_READ: PackageReading = {
  packageStartedAt: null,
  packageEndsAt: null,
  readingAt: null,
  allowanceBytes: null,
  remainingBytes: null,
};

/**
 * The days whose usage the reading of a package has counted: from the package's first to its last, or to the day of
 * the reading when it was still active. Without a known start, all days before. A day on which two packages meet is
 * the later one's: the former may have waited unused until then.
 */
export function daysOfPackage(read: PackageReading, next: PackageReading | undefined): [Day, Day] {
  const first = read.packageStartedAt === null ? FIRST_DAY : dayOf(read.packageStartedAt);
  const ends = [read.packageEndsAt, read.readingAt].filter((at) => at !== null);
  const last = dayOf(Math.min(...ends));
  if (next?.packageStartedAt == null) return [first, last];
  return [first, Math.min(last, toDay(addDays(dateOf(next.packageStartedAt, 'UTC'), -1)))];
}
