import type { UsageRow } from '@roamwatch/core';
import { midnight, toDate, toDay } from '../../schema/day.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { inPages } from './in-pages.js';
import { ownersIn } from './owners.js';
import { purchaseRows, toPurchaseRow } from './purchases.js';

/** The days that carry a mark. They are few, so joining and sorting them costs nothing. */
export function lateUsage(connection: Connection): ReportSnapshot['lateUsage'] {
  const ownersOf = ownersIn(connection);
  const select = connection.prepare((db, { from, to }: Params<{ from: number; to: number }>) =>
    db
      .selectFrom('late_usage')
      .innerJoin('daily_usage as day', (join) =>
        join.onRef('day.esim', '=', 'late_usage.esim').onRef('day.date', '=', 'late_usage.date'),
      )
      .innerJoin('esim', 'esim.id', 'day.esim')
      .innerJoin('location', 'location.id', 'day.location')
      .select(['day.date', 'iccid', 'esim_id', 'location.name', 'used_bytes', 'restated'])
      .select(['day.first_seen_at', 'day.last_changed_at'])
      .where('late_usage.date', '>=', from)
      .where('late_usage.date', '<', to)
      .orderBy('iccid')
      .orderBy('esim_id')
      .orderBy('day.date')
      .orderBy('day.location'),
  );
  return (range) =>
    inPages(
      select.iterate({ from: toDay(range.from), to: toDay(range.to) }),
      (row): UsageRow => ({
        usageDate: toDate(row.date),
        iccid: row.iccid,
        esimId: row.esim_id,
        location: row.name,
        usedBytes: row.used_bytes,
        quality: row.restated === 1 ? 'restated' : 'reported',
        firstSeenAt: row.first_seen_at,
        lastChangedAt: row.last_changed_at,
        ...ownersOf(row.iccid, range)(row.date),
      }),
    );
}

export function latePurchases(connection: Connection): ReportSnapshot['latePurchases'] {
  const select = connection.prepare((db, { from, to }: Params<{ from: number; to: number }>) =>
    purchaseRows(db)
      .innerJoin('late_purchase', (join) =>
        join
          .onRef('late_purchase.esim', '=', 'purchase.esim')
          .onRef('late_purchase.dated_at', '=', 'purchase.dated_at'),
      )
      .where('late_purchase.dated_at', '>=', from)
      .where('late_purchase.dated_at', '<', to),
  );
  return (range) =>
    inPages(select.iterate({ from: midnight(range.from), to: midnight(range.to) }), toPurchaseRow);
}
