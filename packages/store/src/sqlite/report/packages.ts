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
import { type Day, toDay, toMonth } from '../../schema/day.js';
import { lastGoodCycle } from '../../sql/cycles/last-good-cycle.js';
import { ROWS_A_PAGE } from '../../sql/database/database.js';
import { purchaseRows, toPurchaseRow } from '../../sql/report/purchases.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Connection } from '../database/connection.js';
import { othersTurn } from '../database/others-turn.js';
import type { Params } from '../database/statement.js';
import { type ReportedEsim, reportedEsims } from './esims.js';

/** Most have no package in a range: turns are given by eSIMs looked at, each a few look-ups. */
const ESIMS_A_TURN = 500;

/** Goes from eSIM to eSIM: what it bought, beside what its readings say of the packages it ran. */
export function packages(connection: Connection): ReportSnapshot['packages'] {
  const esims = reportedEsims(connection);
  const boughtBy = purchasesOf(connection);
  const runsOf = packageRuns(connection);
  const usedBy = usedBytes(connection);
  const goodAt = lastGoodCycle(connection);
  const wasCharged = chargedIn(connection);

  function rowsOf(esim: ReportedEsim, range: DateRange, own: DateRange, timeZone: string, asOf: number) {
    const bought = boughtBy(esim.id);
    if (bought.length === 0) return [];
    const runs = assignRuns(bought, runsOf(esim.id));
    const starts = [...runs.values()].map(({ startedAt }) => dateOf(startedAt, timeZone));
    return bought.flatMap((purchase): PackageRow[] => {
      const run = runs.get(purchase) ?? null;
      const startsOn = run === null ? null : dateOf(run.startedAt, timeZone);
      const endsOn =
        startsOn === null || run?.endsAt == null ? null : lastDay(startsOn, run.endsAt, timeZone);
      const first = startsOn ?? dateOf(purchase.purchasedAt, timeZone);
      const last = endsOn ?? first;
      const boughtOn = dateOf(purchase.purchasedAt, 'UTC');
      const isIn =
        (first < range.to && last >= range.from) ||
        (boughtOn >= range.from && boughtOn < range.to) ||
        wasCharged(purchase, range);
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
              : usedBy(esim.id, later(first, own.from), earlier(beforeNext(startsOn, last, starts), own)),
          unusedBytesAtEnd: esim.unlimited ? null : unused(run, asOf),
        },
      ];
    });
  }

  return async function* (range, own, timeZone) {
    let page: PackageRow[] = [];
    let looked = 0;
    const asOf = (await goodAt()) ?? 0;
    for (const esim of esims()) {
      page.push(...rowsOf(esim, range, own, timeZone, asOf));
      looked += 1;
      if (page.length >= ROWS_A_PAGE) {
        yield page;
        page = [];
      }
      if (looked % ESIMS_A_TURN === 0) await othersTurn();
    }
    if (page.length > 0) yield page;
  };
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

function purchasesOf(connection: Connection): (esim: number) => readonly PurchaseRow[] {
  const select = connection.prepare((db, { esim }: Params<{ esim: number }>, dialect) =>
    purchaseRows(db, dialect).where('purchase.esim', '=', esim),
  );
  return (esim) => select.all({ esim }).map(toPurchaseRow);
}

/** Whether a closed month of a range charged for a purchase, though none of its days may be in it. */
function chargedIn(connection: Connection): (purchase: PurchaseRow, range: DateRange) => boolean {
  const select = connection.prepare(
    (db, p: Params<{ esimId: string; at: number; from: number; to: number }>) =>
      db
        .selectFrom('closed_cost')
        .select('seq')
        .where('purchased_at', '=', p.at)
        .where('esim_id', '=', p.esimId)
        .where('period', '>=', p.from)
        .where('period', '<', p.to)
        .limit(1),
  );
  return ({ esimId, purchasedAt }, { from, to }) =>
    select.get({
      esimId,
      at: purchasedAt,
      from: toMonth(from.slice(0, 7)),
      to: toMonth(to.slice(0, 7)),
    }) !== undefined;
}

/** By start. A package whose end moves later while it runs was followed by a further one, from its end on. */
function packageRuns(connection: Connection): (esim: number) => readonly PackageRun[] {
  const select = connection.prepare((db, { esim }: Params<{ esim: number }>) =>
    db
      .selectFrom('reading')
      // SQLite takes the other columns from the row that has the maximum.
      .select(['package_started_at', 'package_ends_at', 'allowance_bytes', 'remaining_bytes'])
      .select((column) => column.fn.max('at').as('at'))
      .where('esim', '=', esim)
      .where('package_started_at', 'is not', null)
      .groupBy(['package_started_at', 'package_ends_at'])
      .orderBy('package_started_at')
      .orderBy('package_ends_at'),
  );
  return (esim) => {
    const runs: PackageRun[] = [];
    let former: { readonly startedAt: number; readonly endsAt: number | null } | null = null;
    for (const row of select.all({ esim })) {
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
  };
}

function usedBytes(connection: Connection): (esim: number, from: CalendarDate, to: CalendarDate) => number {
  const select = connection.prepare((db, { esim, from, to }: Params<{ esim: number; from: Day; to: Day }>) =>
    db
      .selectFrom('daily_usage')
      .select((days) => days.fn.sum<number | null>('used_bytes').as('used'))
      .where('esim', '=', esim)
      .where('date', '>=', from)
      .where('date', '<=', to),
  );
  return (esim, from, to) =>
    from > to ? 0 : (select.get({ esim, from: toDay(from), to: toDay(to) })?.used ?? 0);
}
