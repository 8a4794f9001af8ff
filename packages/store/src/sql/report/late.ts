import { midnight, toDay } from '../../schema/day.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Database, Params } from '../database/database.js';
import { inPages } from '../database/in-pages.js';
import { purchaseRows, toPurchaseRow } from './purchases.js';
import { toUsageRow, usageRows } from './usage-rows.js';

/** The days that carry a mark. They are few, so joining and sorting them costs nothing. */
export function lateUsage(database: Database): ReportSnapshot['lateUsage'] {
  const select = database.prepare((db, { from, to }: Params<{ from: number; to: number }>) =>
    usageRows(db)
      .innerJoin('late_usage', (join) =>
        join.onRef('day.esim', '=', 'late_usage.esim').onRef('day.date', '=', 'late_usage.date'),
      )
      .where('late_usage.date', '>=', from)
      .where('late_usage.date', '<', to),
  );
  return (range) => inPages(select.pages({ from: toDay(range.from), to: toDay(range.to) }), toUsageRow);
}

export function latePurchases(database: Database): ReportSnapshot['latePurchases'] {
  const select = database.prepare((db, { from, to }: Params<{ from: number; to: number }>, dialect) =>
    purchaseRows(db, dialect)
      .innerJoin('late_purchase', (join) =>
        join
          .onRef('late_purchase.esim', '=', 'purchase.esim')
          .onRef('late_purchase.dated_at', '=', 'purchase.dated_at'),
      )
      .where('late_purchase.dated_at', '>=', from)
      .where('late_purchase.dated_at', '<', to),
  );
  return (range) =>
    inPages(select.pages({ from: midnight(range.from), to: midnight(range.to) }), toPurchaseRow);
}
