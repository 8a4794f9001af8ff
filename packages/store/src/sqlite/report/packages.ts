import type { CalendarDate, DateRange, PackageRow, PackageRun, PurchaseRow } from '@roamwatch/core';
import { type Day, toDay, toMonth } from '../../schema/day.js';
import { lastGoodCycle } from '../../sql/cycles/last-good-cycle.js';
import { ROWS_A_PAGE } from '../../sql/database/database.js';
import { packagesOfEsim, toRuns } from '../../sql/report/packages.js';
import { purchaseRows, toPurchaseRow } from '../../sql/report/purchases.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Connection } from '../database/connection.js';
import { othersTurn } from '../database/others-turn.js';
import { sqliteDialect } from '../database/sqlite-dialect.js';
import type { Params } from '../database/statement.js';
import { reportedEsims } from './esims.js';

/** Most have no package in a range: turns are given by eSIMs read, each a few look-ups. */
const ESIMS_A_TURN = 50;

/** Goes from eSIM to eSIM: what it bought, beside what its readings show of the packages it ran. */
export function packages(connection: Connection): ReportSnapshot['packages'] {
  const esims = reportedEsims(connection);
  const boughtBy = purchasesOf(connection);
  const runsOf = packageRuns(connection);
  const usedBy = usedBytes(connection);
  const goodAt = lastGoodCycle(connection);
  const wasCharged = chargedIn(connection);

  return async function* (range, own, timeZone) {
    let page: PackageRow[] = [];
    let looked = 0;
    const asOf = (await goodAt()) ?? 0;
    for (const esim of esims()) {
      const known = {
        bought: boughtBy(esim.id),
        runs: runsOf(esim.id),
        wasCharged: (purchase: PurchaseRow) => wasCharged(purchase, range),
        usedBytes: (from: CalendarDate, to: CalendarDate) => usedBy(esim.id, from, to),
      };
      page.push(...packagesOfEsim(esim, known, { range, own, timeZone, asOf }));
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

function purchasesOf(connection: Connection): (esim: number) => readonly PurchaseRow[] {
  const select = connection.prepare((db, { esim }: Params<{ esim: number }>, dialect) =>
    purchaseRows(db, dialect).where('purchase.esim', '=', esim),
  );
  return (esim) => select.all({ esim }).map(toPurchaseRow);
}

/** True when a closed month of a range charged for a purchase, though none of its days may be in it. */
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

/** By start. */
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
  return (esim) => toRuns(select.all({ esim }));
}

function usedBytes(connection: Connection): (esim: number, from: CalendarDate, to: CalendarDate) => number {
  const select = connection.prepare((db, { esim, from, to }: Params<{ esim: number; from: Day; to: Day }>) =>
    db
      .selectFrom('daily_usage')
      .select(sqliteDialect.addedUp('used_bytes').as('used'))
      .where('esim', '=', esim)
      .where('date', '>=', from)
      .where('date', '<=', to),
  );
  return (esim, from, to) =>
    from > to ? 0 : (select.get({ esim, from: toDay(from), to: toDay(to) })?.used ?? 0);
}
