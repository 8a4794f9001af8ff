import { addDays, type DateRange, type ReconciliationRow, type UnixSeconds } from '@roamwatch/core';
import { type RawBuilder, sql } from 'kysely';
import { type Day, midnight, toDate, toDay } from '../../schema/day.js';
import { ROWS_A_PAGE } from '../../sql/database/database.js';
import type { ReportedEsim } from '../../sql/report/esims.js';
import { daysOfPackage, NOT_READ, type PackageReading } from '../../sql/report/reconciliation.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Connection } from '../database/connection.js';
import { othersTurn } from '../database/others-turn.js';
import { sqliteDialect } from '../database/sqlite-dialect.js';
import type { Params } from '../database/statement.js';
import { type OwnedEsim, ownedEsims } from './owned-esims.js';

/** Most have no row in a range: turns are given by eSIMs read, each a few look-ups. */
const ESIMS_A_TURN = 100;

export function reconciliation(connection: Connection): ReportSnapshot['reconciliation'] {
  const esims = ownedEsims(connection);
  const packagesOf = packagesRead(connection);
  const wasRead = wasEverRead(connection);
  const daysOf = daysAddedUp(connection);

  function rowsOf({ esim, ownerOn }: OwnedEsim, range: DateRange): readonly ReconciliationRow[] {
    const lastOfRange = toDay(addDays(range.to, -1));
    const { id: _, ...known } = esim;
    const packages = packagesOf(esim, range);
    return packages.map((read, index) => {
      const [first, last] = daysOfPackage(read, packages[index + 1]);
      const owner = ownerOn(Math.min(last, lastOfRange));
      return { ...known, ...owner, ...read, ...daysOf(esim.id, first, last) };
    });
  }

  function unread({ esim, ownerOn }: OwnedEsim, range: DateRange): readonly ReconciliationRow[] {
    const lastOfRange = toDay(addDays(range.to, -1));
    const days = daysOf(esim.id, toDay(range.from), lastOfRange);
    if (days.firstDay === null && !wasRead(esim.id, range)) return [];
    const { id: _, ...known } = esim;
    return [{ ...known, ...ownerOn(lastOfRange), ...NOT_READ, ...days }];
  }

  return async function* (range) {
    let page: ReconciliationRow[] = [];
    let looked = 0;
    for (const owned of esims(range)) {
      const packages = rowsOf(owned, range);
      page.push(...(packages.length > 0 ? packages : unread(owned, range)));
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

/** The last reading with figures of each package an eSIM ran, by the package's start. */
function packagesRead(
  connection: Connection,
): (esim: ReportedEsim, range: DateRange) => readonly PackageReading[] {
  const select = connection.prepare((db, { esim, from, to }: Params<ReadingsIn>) =>
    db
      .selectFrom('reading')
      // SQLite takes the other columns from the row that has the maximum.
      .select(['package_started_at', 'package_ends_at', 'allowance_bytes', 'remaining_bytes'])
      .select((column) => column.fn.max('at').as('at'))
      .where('esim', '=', esim)
      .where('at', '>=', from)
      .where('at', '<', to)
      .where('remaining_bytes', 'is not', null)
      .groupBy('package_started_at')
      .orderBy('package_started_at'),
  );
  return (esim, range) =>
    select.all(readingsIn(esim.id, range)).map((row) => ({
      packageStartedAt: row.package_started_at,
      packageEndsAt: row.package_ends_at,
      readingAt: row.at,
      allowanceBytes: row.allowance_bytes,
      remainingBytes: row.remaining_bytes,
    }));
}

interface ReadingsIn {
  esim: number;
  from: UnixSeconds;
  to: UnixSeconds;
}

function readingsIn(esim: number, range: DateRange): ReadingsIn {
  return { esim, from: midnight(range.from), to: midnight(range.to) };
}

function wasEverRead(connection: Connection): (esim: number, range: DateRange) => boolean {
  const select = connection.prepare((db, { esim, from, to }: Params<ReadingsIn>) =>
    db
      .selectFrom('reading')
      .select('at')
      .where('esim', '=', esim)
      .where('at', '>=', from)
      .where('at', '<', to)
      .limit(1),
  );
  return (esim, range) => select.get(readingsIn(esim, range)) !== undefined;
}

type Days = Pick<ReconciliationRow, 'dailyBytes' | 'firstDay' | 'restatedRows' | 'lastChangedAt'>;

function daysAddedUp(connection: Connection): (esim: number, first: Day, last: Day) => Days {
  const select = connection.prepare(
    (db, { esim, first, last }: Params<{ esim: number; first: Day; last: Day }>) =>
      db
        .selectFrom('daily_usage')
        .select((column) => [
          sqliteDialect.addedUp('used_bytes').as('used'),
          column.fn.min('date').as('first_day'),
          column.fn.coalesce(column.fn.sum<number>('restated'), zero).as('restated'),
          column.fn.max('last_changed_at').as('changed_at'),
        ])
        .where('esim', '=', esim)
        .where('date', '>=', first)
        .where('date', '<=', last),
  );
  return (esim, first, last) => {
    const row = select.get({ esim, first, last });
    return {
      dailyBytes: row?.used ?? 0,
      firstDay: row?.first_day == null ? null : toDate(row.first_day),
      restatedRows: row?.restated ?? 0,
      lastChangedAt: row?.changed_at ?? null,
    };
  };
}

const zero: RawBuilder<number> = sql.lit(0);
