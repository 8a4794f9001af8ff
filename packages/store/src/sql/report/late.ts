import type { UsageRow } from '@roamwatch/core';
import { sql } from 'kysely';
import { midnight, toDate, toDay } from '../../schema/day.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Database, Params } from '../database/database.js';
import { inPages } from '../database/in-pages.js';
import { inventoryInForce } from '../inventory/in-force.js';
import { purchaseRows, toPurchaseRow } from './purchases.js';

/** The days that carry a mark. They are few, so joining and sorting them costs nothing. */
export function lateUsage(database: Database): ReportSnapshot['lateUsage'] {
  const select = database.prepare((db, { from, to }: Params<{ from: number; to: number }>) =>
    db
      .selectFrom('late_usage')
      .innerJoin('daily_usage as day', (join) =>
        join.onRef('day.esim', '=', 'late_usage.esim').onRef('day.date', '=', 'late_usage.date'),
      )
      .innerJoin('esim', 'esim.id', 'day.esim')
      .innerJoin('location', 'location.id', 'day.location')
      .leftJoin('inventory', (join) => join.on(inventoryInForce(sql.ref('day.date'))))
      .select(['day.date', 'esim.iccid', 'esim_id', 'location.name', 'used_bytes', 'restated'])
      .select(['label', 'cost_centre', 'gl_code', 'project'])
      .select(['day.first_seen_at', 'day.last_changed_at'])
      .where('late_usage.date', '>=', from)
      .where('late_usage.date', '<', to)
      .orderBy('esim.iccid', (order) => order.asc().nullsFirst())
      .orderBy('esim_id')
      .orderBy('day.date')
      .orderBy('day.location'),
  );
  return (range) =>
    inPages(
      select.pages({ from: toDay(range.from), to: toDay(range.to) }),
      (row): UsageRow => ({
        usageDate: toDate(row.date),
        iccid: row.iccid,
        esimId: row.esim_id,
        location: row.name,
        usedBytes: row.used_bytes,
        quality: row.restated === 1 ? 'restated' : 'reported',
        firstSeenAt: row.first_seen_at,
        lastChangedAt: row.last_changed_at,
        label: row.label,
        costCentre: row.cost_centre,
        glCode: row.gl_code,
        project: row.project,
      }),
    );
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
