import type { UnixSeconds } from '../time/instant.js';
import { toBytes, toSignedBytes } from './size.js';
import type { DataUnit, UnitsInUse } from './unit.js';
import type { DailyUsage, DayFigure, PackageEpoch, Reading, Rejected, UsageDetails } from './usage.js';

const OUT_OF_RANGE = 'usage is negative or out of range';

/**
 * 128 TB, which takes 13 Gbit/s around the clock: no modem uses as much in a day. A larger figure would spoil every sum it is
 * part of.
 */
const MOST_BYTES_A_DAY = 2 ** 47;

/** What is known about an eSIM when its answer is read. */
export interface ReadOptions {
  readonly unlimited: boolean;
  /** False: the provider does not count this eSIM's data, so its figures mean nothing. */
  readonly usageCheck: boolean;
  readonly units: UnitsInUse;
  /** The package known so far: an answer that names no allowance may still be about it. */
  readonly epoch: Pick<PackageEpoch, 'allowanceBytes'> | null;
  /** When the answer came. */
  readonly at: UnixSeconds;
}

/** An answer in bytes, as far as its figures can be read. */
export interface UsageRead {
  readonly reading: Reading;
  /** True where the eSIM is unlimited, by the list or by its allowance. */
  readonly unlimited: boolean;
  /** False when a figure that should be there is missing or unreadable. It is null then, and the others count. */
  readonly complete: boolean;
  /** One per date and place, oldest first; empty while the unit of daily rows is unknown. */
  readonly days: readonly DailyUsage[];
  /** Data rejected here, beside the data that decoding had rejected. */
  readonly rejected: readonly Rejected[];
}

/** Turns an answer of the provider into bytes. Rows of one day and place are added; bad ones are rejected. */
export function readUsage(details: UsageDetails, options: ReadOptions): UsageRead {
  const rejected: Rejected[] = [];
  const { allowanceBytes, remainingBytes, unlimited, complete } = readFigures(details, options, rejected);
  return {
    reading: readingOf(details, options, allowanceBytes, remainingBytes),
    unlimited,
    complete,
    days: readDays(details.days, options.units.dailyUsage.unit, rejected),
    rejected,
  };
}

/** The reading alone, as {@link readUsage} would give it. */
export function readReading(details: UsageDetails, options: ReadOptions): Reading {
  const { allowanceBytes, remainingBytes } = readFigures(details, options, []);
  return readingOf(details, options, allowanceBytes, remainingBytes);
}

/** The allowance of an unlimited package, in whatever form the provider expresses it. */
const UNLIMITED = -1;

interface Figures extends Pick<Reading, 'allowanceBytes' | 'remainingBytes'> {
  readonly unlimited: boolean;
  readonly complete: boolean;
}

const NO_FIGURES: Figures = { allowanceBytes: null, remainingBytes: null, unlimited: false, complete: true };

/** Each figure is read separately. */
function readFigures(details: UsageDetails, options: ReadOptions, rejected: Rejected[]): Figures {
  const { allowed, remaining } = details;
  if (options.unlimited || allowed === UNLIMITED) return { ...NO_FIGURES, unlimited: true };
  const { unit } = options.units.allowance;
  if (!options.usageCheck) return NO_FIGURES;
  if (unit === null) return { ...NO_FIGURES, complete: allowed !== null && remaining !== null };
  const allowanceBytes = allowed === null ? null : toBytes(allowed, unit);
  const remainingBytes = remaining === null ? null : toSignedBytes(remaining, unit);
  const complete = allowanceBytes !== null && remainingBytes !== null;
  if ((allowed !== null && allowanceBytes === null) || (remaining !== null && remainingBytes === null)) {
    const sample = `allowed ${allowed}, remaining ${remaining}`;
    rejected.push({ what: 'figure', reason: 'data figure is out of range', sample });
  }
  const named = { allowanceBytes: allowanceBytes || null, remainingBytes };
  const figures = saysLittle(allowed, remaining) ? ofKnownPackage(remainingBytes, options.epoch) : named;
  return { ...figures, unlimited: false, complete };
}

/** Without an allowance, 0 left of 0 may be no package at all, and a lone -1 is how unlimited is written. */
function saysLittle(allowed: number | null, remaining: number | null): boolean {
  return !allowed && (remaining === UNLIMITED || (allowed === 0 && remaining === 0));
}

/** It is the package known so far that is used up; nothing where none is. */
function ofKnownPackage(
  remainingBytes: number | null,
  epoch: ReadOptions['epoch'],
): Pick<Reading, 'allowanceBytes' | 'remainingBytes'> {
  const allowanceBytes = epoch?.allowanceBytes || null;
  return { allowanceBytes, remainingBytes: allowanceBytes === null ? null : remainingBytes };
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
    if (usedBytes === null || usedBytes > MOST_BYTES_A_DAY) {
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
    if (usedBytes <= MOST_BYTES_A_DAY) byDayAndPlace.set(key, { ...row, usedBytes });
    else rejected.push({ what: 'daily-row', reason: OUT_OF_RANGE, sample: `${row.date} ${usedBytes}` });
  }
  return [...byDayAndPlace.values()].sort(
    (a, b) => compare(a.date, b.date) || compare(a.location, b.location),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
