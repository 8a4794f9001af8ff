import type { PurchaseRow } from '@roamwatch/core';
import type { InferResult } from 'kysely';
import { daysOf } from '../../schema/day.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Database, Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';
import { inPages } from '../database/in-pages.js';
import { inventoryInForce } from '../inventory/in-force.js';

export function purchases(database: Database): ReportSnapshot['purchases'] {
  const select = database.prepare((db, { from, to }: Params<{ from: number; to: number }>, dialect) =>
    purchaseRows(db, dialect).where('purchase.dated_at', '>=', from).where('purchase.dated_at', '<', to),
  );
  // Day by day: sorting a month of a large fleet at once would block everything else.
  return async function* (range) {
    for (const day of daysOf(range)) {
      yield* inPages(select.pages(day), toPurchaseRow);
      await database.othersTurn();
    }
  };
}

/** All purchases with the holder of the eSIM on the day, in the order of reports. */
export function purchaseRows(db: Queries, { dayAt }: Dialect) {
  return db
    .selectFrom('purchase')
    .innerJoin('esim', 'esim.id', 'purchase.esim')
    .leftJoin('inventory', (join) => join.on(inventoryInForce(dayAt('purchase.dated_at'))))
    .select([
      'purchase.dated_at',
      'esim.iccid',
      'esim_id',
      'package_id',
      'package_name',
      'type',
      'price',
      'currency',
    ])
    .select(['label', 'cost_centre', 'gl_code', 'project'])
    .orderBy('purchase.dated_at')
    .orderBy('esim.iccid', (order) => order.asc().nullsFirst())
    .orderBy('package_id')
    .orderBy('purchase.id');
}

export function toPurchaseRow(row: InferResult<ReturnType<typeof purchaseRows>>[number]): PurchaseRow {
  return {
    purchasedAt: row.dated_at,
    iccid: row.iccid,
    esimId: row.esim_id,
    packageId: row.package_id,
    packageName: row.package_name,
    type: row.type,
    price: row.price,
    currency: row.currency,
    label: row.label,
    costCentre: row.cost_centre,
    glCode: row.gl_code,
    project: row.project,
  };
}
