import type { Assignment, UsedRow } from '@roamwatch/core';
import { toDay } from '../../schema/day.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Connection } from '../database/connection.js';
import { othersTurn } from '../database/others-turn.js';
import { sqliteDialect } from '../database/sqlite-dialect.js';
import type { Params } from '../database/statement.js';
import { ownersIn } from './owners.js';

/** eSIMs read in one slice. */
const ESIMS_A_PAGE = 250;

/** Goes from eSIM to eSIM, and sums up each one's days by the primary key. */
export function used(connection: Connection): ReportSnapshot['used'] {
  const ownersOf = ownersIn(connection);
  const esims = connection.prepare((db) => db.selectFrom('esim').select(['id', 'iccid', 'status']));
  const daysOf = connection.prepare(
    (db, { esim, from, to }: Params<{ esim: number; from: number; to: number }>) =>
      db
        .selectFrom('daily_usage')
        .select(['date', sqliteDialect.addedUp('used_bytes').as('used_bytes')])
        .where('esim', '=', esim)
        .where('date', '>=', from)
        .where('date', '<', to)
        .groupBy('date'),
  );
  return async function* (range) {
    const [from, to] = [toDay(range.from), toDay(range.to)];
    let page: UsedRow[] = [];
    let looked = 0;
    for (const { id, iccid, status } of esims.iterate({})) {
      const days = daysOf.all({ esim: id, from, to });
      // Most eSIMs of a large fleet are idle: their entries are not looked up.
      const byOwner = days.length === 0 ? NOBODY : sumByOwner(days, ownersOf(iccid, range));
      for (const [{ label, costCentre, project }, usedBytes] of byOwner) {
        page.push({ iccid, status, label, costCentre, project, usedBytes });
      }
      looked += 1;
      if (looked % ESIMS_A_PAGE !== 0) continue;
      yield page;
      page = [];
      await othersTurn();
    }
    if (page.length > 0) yield page;
  };
}

const NOBODY: ReadonlyMap<Assignment, number> = new Map();

function sumByOwner(
  days: readonly { readonly date: number; readonly used_bytes: number }[],
  ownerOn: (date: number) => Assignment,
): ReadonlyMap<Assignment, number> {
  const sums = new Map<Assignment, number>();
  for (const { date, used_bytes } of days) {
    const owner = ownerOn(date);
    sums.set(owner, (sums.get(owner) ?? 0) + used_bytes);
  }
  return sums;
}
