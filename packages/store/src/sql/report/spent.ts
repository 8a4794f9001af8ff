import type { SpentRow } from '@roamwatch/core';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Database, Params } from '../database/database.js';
import { inPages } from '../database/in-pages.js';
import { inventoryInForce } from '../inventory/in-force.js';

export function spent(database: Database): ReportSnapshot['spent'] {
  const select = database.prepare((db, { from, to }: Params<{ from: number; to: number }>, { dayAt }) =>
    db
      .selectFrom('purchase')
      .innerJoin('esim', 'esim.id', 'purchase.esim')
      .leftJoin('inventory', (join) => join.on(inventoryInForce(dayAt('purchase.dated_at'))))
      .select(['price', 'currency', 'type', 'status', 'esim.iccid', 'label', 'cost_centre', 'project'])
      .where('purchase.dated_at', '>=', from)
      .where('purchase.dated_at', '<', to),
  );
  return ({ from, to }) =>
    inPages(
      select.pages({ from, to }),
      ({ cost_centre: costCentre, ...row }): SpentRow => ({ ...row, costCentre }),
    );
}
