import { sql } from 'kysely';
import { midnight, toDay } from '../../schema/day.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Database, Params } from '../database/database.js';

interface Range {
  from: number;
  to: number;
}

/** Counts what is there and what is missing of a range. */
export function completeness(database: Database): ReportSnapshot['completeness'] {
  const esims = database.prepare(
    (db, { from, to, day, dayTo }: Params<Range & { day: number; dayTo: number }>) =>
      db
        .selectFrom('esim')
        .innerJoin('esim_state', 'esim_state.esim', 'esim.id')
        .select([
          sql<number>`count(*)`.as('expected'),
          sql<number>`count(*) filter (where ${failed(to)})`.as('failed'),
          sql<number>`count(*) filter (where not ${failed(to)} and coalesce(reading_at, 0) >= ${from})`.as(
            'read',
          ),
          sql<number>`count(*) filter (where history_fetched_at is null)`.as('without_history'),
          sql<number>`count(*) filter (where not exists (
          select 1 from inventory where inventory.iccid = esim.iccid and coalesce(cost_centre, '') <> ''
            and valid_from < ${dayTo} and valid_until > ${day}
        ))`.as('without_cost_centre'),
        ])
        .where('usage_check', '=', 1)
        .where(sql<number>`coalesce(created_at, first_seen_at)`, '<', to)
        .where((is) => is.or([is('left_list_at', 'is', null), is('left_list_at', '>=', from)])),
  );
  const rejected = database.prepare((db, { from, to }: Params<Range>) =>
    db
      .selectFrom('rejected')
      .select((rows) => rows.fn.countAll<number>().as('rows'))
      .where('last_at', '>=', from)
      .where('first_at', '<', to),
  );
  const purchases = database.prepare((db, { from, to }: Params<Range>) =>
    db
      .selectFrom('purchase')
      .select((rows) => rows.fn.countAll<number>().as('rows'))
      .where('dated_at', '>=', from)
      .where('dated_at', '<', to)
      .where('price', 'is not', null)
      .where('currency', '=', ''),
  );
  return async (range) => {
    const during = { from: midnight(range.from), to: midnight(range.to) };
    const counted = await esims.get({ ...during, day: toDay(range.from), dayTo: toDay(range.to) });
    return {
      esims_expected: counted?.expected ?? 0,
      esims_read: counted?.read ?? 0,
      esims_failed: counted?.failed ?? 0,
      without_history: counted?.without_history ?? 0,
      without_cost_centre: counted?.without_cost_centre ?? 0,
      rows_rejected: (await rejected.get(during))?.rows ?? 0,
      purchases_without_currency: (await purchases.get(during))?.rows ?? 0,
    };
  };
}

function failed(to: Params<Range>['to']) {
  return sql<boolean>`(failing_since is not null and coalesce(reading_at, 0) < ${to})`;
}
