import type { UnixSeconds } from '../time/instant.js';
import { toBytes } from './size.js';
import type { DataUnit, UnitsInUse } from './unit.js';
import type { DailyUsage, DayFigure, Reading, Rejected, UsageDetails } from './usage.js';

const OUT_OF_RANGE = 'usage is negative or out of range';

export interface ReadOptions {
  readonly unlimited: boolean;
  /** False: the provider does not count this eSIM's data, so its figures mean nothing. */
  readonly usageCheck: boolean;
  readonly units: UnitsInUse;
  /** When the answer came. */
  readonly at: UnixSeconds;
}

export interface UsageRead {
  /** Null when a figure is missing or unreadable: an error is never zero. */
  readonly reading: Reading | null;
  /** One per date and place, oldest first; empty while the unit of daily rows is unknown. */
  readonly days: readonly DailyUsage[];
  /** What was rejected here, beyond what decoding had rejected already. */
  readonly rejected: readonly Rejected[];
}

/** Turns an answer of the provider into bytes. Rows of one day and place are added; bad ones are rejected. */
export function readUsage(details: UsageDetails, options: ReadOptions): UsageRead {
  const rejected: Rejected[] = [];
  return {
    reading: readFigures(details, options, rejected),
    days: readDays(details.days, options.units.dailyUsage.unit, rejected),
    rejected,
  };
}

/** The reading alone, as {@link readUsage} would give it. */
export function readReading(details: UsageDetails, options: ReadOptions): Reading | null {
  return readFigures(details, options, []);
}

function readFigures(details: UsageDetails, options: ReadOptions, rejected: Rejected[]): Reading | null {
  const { allowed, remaining } = details;
  if (options.unlimited || !options.usageCheck) return readingOf(details, options, null, null);
  if (allowed === null || remaining === null) return null;
  const { unit } = options.units.allowance;
  if (allowed <= 0 || unit === null) return readingOf(details, options, null, null);

  const allowanceBytes = toBytes(allowed, unit);
  const remainingBytes = toBytes(remaining, unit);
  if (allowanceBytes === null || remainingBytes === null) {
    const reason = remaining < 0 ? 'remaining data is negative' : 'data figure is out of range';
    rejected.push({ what: 'figure', reason, sample: `allowed ${allowed}, remaining ${remaining}` });
    return null;
  }
  return readingOf(details, options, allowanceBytes, remainingBytes);
}

function readingOf(
  { startedAt, endsAt }: UsageDetails,
  { at }: ReadOptions,
  allowanceBytes: number | null,
  remainingBytes: number | null,
): Reading {
  const endsBeforeItBegins = startedAt !== null && endsAt !== null && endsAt <= startedAt;
  return {
    at,
    allowanceBytes,
    remainingBytes,
    packageStartedAt: startedAt,
    packageEndsAt: endsBeforeItBegins ? null : endsAt,
  };
}

function readDays(
  rows: readonly DayFigure[],
  unit: DataUnit | null,
  rejected: Rejected[],
): readonly DailyUsage[] {
  if (unit === null) return [];
  const days: DailyUsage[] = [];
  let ascending = true;
  let previous = '';
  for (const { date, location, used } of rows) {
    const usedBytes = toBytes(used, unit);
    if (usedBytes === null) {
      rejected.push({ what: 'daily-row', reason: OUT_OF_RANGE, sample: `${date} ${used}` });
      continue;
    }
    ascending &&= date > previous;
    previous = date;
    days.push({ date, location, usedBytes });
  }
  return ascending ? days : merged(days, rejected);
}

/** Adds up the rows of one date and place. Needed only when some date comes twice or out of order. */
function merged(rows: readonly DailyUsage[], rejected: Rejected[]): readonly DailyUsage[] {
  const byDayAndPlace = new Map<string, DailyUsage>();
  for (const row of rows) {
    const key = `${row.date} ${row.location}`;
    const usedBytes = row.usedBytes + (byDayAndPlace.get(key)?.usedBytes ?? 0);
    if (Number.isSafeInteger(usedBytes)) byDayAndPlace.set(key, { ...row, usedBytes });
    else rejected.push({ what: 'daily-row', reason: OUT_OF_RANGE, sample: `${row.date} ${usedBytes}` });
  }
  return [...byDayAndPlace.values()].sort(
    (a, b) => compare(a.date, b.date) || compare(a.location, b.location),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
