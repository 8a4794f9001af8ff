import { totalPerDay } from './day-totals.js';
import { usedBytes } from './in-use.js';
import type { DailyUsage, DayTotal, Reading } from './usage.js';

/** Allowances that differ by this factor are of another unit rather than of another package. */
const ANOTHER_UNIT = 50;

/**
 * True when a reading shows that much was used at once: nothing is left, or more than half the package is gone since the
 * last reading. That is to be held against the daily rows. More used than allowed is proof by itself.
 *
 * @param former the last reading; null where there is none.
 */
export function isStartling(reading: Reading, former: Reading | null): boolean {
  const { allowanceBytes, remainingBytes } = reading;
  if (remainingBytes === null || remainingBytes < 0) return false;
  if (remainingBytes === 0) return former?.remainingBytes == null || former.remainingBytes > 0;
  if (former === null || allowanceBytes === null) return false;
  return (
    isOfAnotherUnit(allowanceBytes, former.allowanceBytes) || goneBytes(reading, former) * 2 > allowanceBytes
  );
}

/**
 * True when the daily rows grew since the last reading as much as an implausible one claims, give or take a half:
 * rows and figures do not move at the same moment.
 *
 * @param days of the answer.
 * @param stored of the time before it, from the first of these days on.
 */
export function isBorneOut(
  reading: Reading,
  former: Reading | null,
  days: readonly DailyUsage[],
  stored: readonly DailyUsage[],
): boolean {
  if (isOfAnotherUnit(reading.allowanceBytes, former?.allowanceBytes ?? null)) return false;
  const gained = gainedBytes(days, stored);
  return gained > 0 && gained * 2 >= goneBytes(reading, former);
}

/** True when two readings have equal figures, whenever they were taken. */
export function isSameReading(one: Reading, other: Reading): boolean {
  return (
    one.allowanceBytes === other.allowanceBytes &&
    one.remainingBytes === other.remainingBytes &&
    one.packageStartedAt === other.packageStartedAt &&
    one.packageEndsAt === other.packageEndsAt
  );
}

/** True when all these rows are stored already. */
export function areStored(days: readonly DailyUsage[], stored: readonly DailyUsage[]): boolean {
  const known = new Map(stored.map((row) => [keyOf(row), row.usedBytes]));
  return days.every((row) => known.get(keyOf(row)) === row.usedBytes);
}

function isOfAnotherUnit(now: number | null, before: number | null): boolean {
  if (!now || !before) return false;
  return now >= before * ANOTHER_UNIT || before >= now * ANOTHER_UNIT;
}

/** The usage since the last reading, by the figures; of a package never read before, since it began. */
function goneBytes(reading: Reading, former: Reading | null): number {
  const used = usedBytes(reading);
  const usedBefore = former === null ? 0 : usedBytes(former);
  if (used !== null && usedBefore !== null) return used - usedBefore;
  return (former?.remainingBytes ?? 0) - (reading.remainingBytes ?? 0);
}

/** The usage since then, by the rows: by day, because places get other names. */
function gainedBytes(days: readonly DailyUsage[], stored: readonly DailyUsage[]): number {
  const before = new Map(totalPerDay(stored).map((total) => [total.date, total.usedBytes]));
  const growthOf = ({ date, usedBytes: now }: DayTotal) => Math.max(0, now - (before.get(date) ?? 0));
  return totalPerDay(days).reduce((sum, total) => sum + growthOf(total), 0);
}

function keyOf({ date, location }: DailyUsage): string {
  return `${date} ${location}`;
}
