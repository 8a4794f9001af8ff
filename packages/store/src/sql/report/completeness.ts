import { sql } from 'kysely';
import { daysOf, midnight, toDay } from '../../schema/day.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Database, Params } from '../database/database.js';
import { type EsimWindow, esimWindows } from '../fleet/esim-windows.js';

interface Range {
  from: number;
  to: number;
}

/** Counts what is there and what is missing of a range, a part of the fleet and a day of purchases at a time. */
export function completeness(database: Database): ReportSnapshot['completeness'] {
  const esims = database.prepare(
    (
      db,
      { from, to, day, dayTo, after, upTo }: Params<Range & EsimWindow & { day: number; dayTo: number }>,
    ) =>
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
        .where('esim.id', '>', after)
        .where('esim.id', '<=', upTo)
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
  const windows = esimWindows(database);
  return async (range) => {
    const during = { from: midnight(range.from), to: midnight(range.to) };
    const days = { day: toDay(range.from), dayTo: toDay(range.to) };
    const sum = { expected: 0, read: 0, failed: 0, without_history: 0, without_cost_centre: 0 };
    for await (const window of windows()) {
      const counted = await esims.get({ ...during, ...days, ...window });
      for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += counted?.[key] ?? 0;
    }
    let withoutCurrency = 0;
    for (const day of daysOf(range)) {
      withoutCurrency += (await purchases.get(day))?.rows ?? 0;
      await database.othersTurn();
    }
    return {
      esims_expected: sum.expected,
      esims_read: sum.read,
      esims_failed: sum.failed,
      without_history: sum.without_history,
      without_cost_centre: sum.without_cost_centre,
      rows_rejected: (await rejected.get(during))?.rows ?? 0,
      purchases_without_currency: withoutCurrency,
    };
  };
}

function failed(to: Params<Range>['to']) {
  return sql<boolean>`(failing_since is not null and coalesce(reading_at, 0) < ${to})`;
}
