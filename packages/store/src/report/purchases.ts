import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { inventoryInForce } from '../inventory/in-force.js';
import { dayAt, midnight } from '../schema/day.js';
import type { ReportSource } from './report-source.js';

export function purchases(connection: Connection): ReportSource['purchases'] {
  const select = connection.prepare((db, { from, to }: Params<{ from: number; to: number }>) =>
    db
      .selectFrom('purchase')
      .innerJoin('esim', 'esim.id', 'purchase.esim')
      .leftJoin('inventory', (join) => join.on(inventoryInForce(dayAt('purchase.dated_at'))))
      .select([
        'dated_at',
        'esim.iccid',
        'esim_id',
        'package_id',
        'package_name',
        'type',
        'price',
        'currency',
      ])
      .select(['label', 'cost_centre', 'gl_code', 'project'])
      .where('dated_at', '>=', from)
      .where('dated_at', '<', to)
      .orderBy('dated_at')
      .orderBy('esim.iccid')
      .orderBy('package_id')
      .orderBy('purchase.id'),
  );
  return function* (range) {
    for (const row of select.iterate({ from: midnight(range.from), to: midnight(range.to) })) {
      yield {
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
  };
}
