import {
  addDays,
  assignRuns,
  type CalendarDate,
  type DateRange,
  dateOf,
  type PackageRow,
  type PackageRun,
  type PurchaseRow,
  parsePackageName,
} from '@roamwatch/core';
import type { ReportedEsim } from './esims.js';

/** The known packages of an eSIM. */
export interface KnownOfPackages {
  readonly bought: readonly PurchaseRow[];
  /** By start. */
  readonly runs: readonly PackageRun[];
  /** True when a closed month of the range charged for a purchase, though none of its days may be in it. */
  wasCharged(purchase: PurchaseRow): boolean;
  /** The usage on the days from one to another, both included; 0 where the first is later. */
  usedBytes(from: CalendarDate, to: CalendarDate): number;
}

export interface PackagesAsked {
  readonly range: DateRange;
  readonly own: DateRange;
  readonly timeZone: string;
  /** The last good poll. */
  readonly asOf: number;
}

/** The packages bought for an eSIM, beside those that its readings show: those that concern a range. */
export function packagesOfEsim(
  esim: ReportedEsim,
  { bought, runs: known, wasCharged, usedBytes }: KnownOfPackages,
  { range, own, timeZone, asOf }: PackagesAsked,
): readonly PackageRow[] {
  if (bought.length === 0) return [];
  const runs = assignRuns(bought, known);
  const starts = [...runs.values()].map(({ startedAt }) => dateOf(startedAt, timeZone));
  return bought.flatMap((purchase): PackageRow[] => {
    const run = runs.get(purchase) ?? null;
    const startsOn = run === null ? null : dateOf(run.startedAt, timeZone);
    const endsOn = startsOn === null || run?.endsAt == null ? null : lastDay(startsOn, run.endsAt, timeZone);
    const first = startsOn ?? dateOf(purchase.purchasedAt, timeZone);
    const last = endsOn ?? first;
    const boughtOn = dateOf(purchase.purchasedAt, 'UTC');
    const isIn =
      (first < range.to && last >= range.from) ||
      (boughtOn >= range.from && boughtOn < range.to) ||
      wasCharged(purchase);
    if (!isIn) return [];
    return [
      {
        ...purchase,
        startsOn,
        endsOn,
        allowanceBytes: esim.unlimited
          ? null
          : (parsePackageName(purchase.packageName) ?? run?.allowanceBytes ?? null),
        usedBytes:
          startsOn === null
            ? 0
            : usedBytes(later(first, own.from), earlier(beforeNext(startsOn, last, starts), own)),
        unusedBytesAtEnd: esim.unlimited ? null : unused(run, asOf),
      },
    ];
  });
}

/** A day on which two packages meet is the later one's: the former may have waited unused until then. */
function beforeNext(
  startsOn: CalendarDate,
  last: CalendarDate,
  starts: readonly CalendarDate[],
): CalendarDate {
  const next = starts.find((start) => start > startsOn && start <= last);
  return next === undefined ? last : addDays(next, -1);
}

/** The date of the last second of a package, which has at least the day it starts on. */
function lastDay(startsOn: CalendarDate, endsAt: number, timeZone: string): CalendarDate {
  return later(startsOn, dateOf(endsAt - 1, timeZone));
}

function unused(run: PackageRun | null, asOf: number): number | null {
  if (run?.endsAt == null || run.endsAt > asOf || run.remainingBytes === null) return null;
  return Math.max(run.remainingBytes, 0);
}

function later(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a > b ? a : b;
}

function earlier(last: CalendarDate, own: DateRange): CalendarDate {
  const end = addDays(own.to, -1);
  return last < end ? last : end;
}

/** The last reading of a package, by its start and end. */
export interface PackageEnd {
  readonly package_started_at: number | null;
  readonly package_ends_at: number | null;
  readonly allowance_bytes: number | null;
  readonly remaining_bytes: number | null;
}

/** A package whose end moves later while it runs was followed by a further one, from its end on. */
export function toRuns(rows: readonly PackageEnd[]): readonly PackageRun[] {
  const runs: PackageRun[] = [];
  let former: { readonly startedAt: number; readonly endsAt: number | null } | null = null;
  for (const row of rows) {
    const startedAt = row.package_started_at ?? 0;
    const extendsFormer = former?.startedAt === startedAt && former.endsAt !== null;
    runs.push({
      startedAt: extendsFormer ? (former?.endsAt ?? startedAt) : startedAt,
      endsAt: row.package_ends_at,
      allowanceBytes: row.allowance_bytes,
      remainingBytes: row.remaining_bytes,
    });
    former = { startedAt, endsAt: row.package_ends_at };
  }
  return runs;
}
