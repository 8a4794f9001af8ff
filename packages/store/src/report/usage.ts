import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { inventoryInForce } from '../inventory/in-force.js';
import { toDate, toDay } from '../schema/day.js';
import type { ReportSource } from './report-source.js';

export function usage(connection: Connection): ReportSource['usage'] {
  const select = connection.prepare((db, { from, to }: Params<{ from: number; to: number }>) =>
    db
      .selectFrom('daily_usage')
      .innerJoin('esim', 'esim.id', 'daily_usage.esim')
      .innerJoin('location', 'location.id', 'daily_usage.location')
      .leftJoin('inventory', (join) => join.on(inventoryInForce(sql.ref('daily_usage.date'))))
      .select(['date', 'esim.iccid', 'esim_id', 'name', 'used_bytes', 'restated'])
      .select(['daily_usage.first_seen_at', 'last_changed_at', 'label', 'cost_centre', 'gl_code', 'project'])
      .where('date', '>=', from)
      .where('date', '<', to)
      .orderBy('date')
      .orderBy('esim.iccid')
      .orderBy('esim_id')
      .orderBy('name'),
  );
  return function* (range) {
    for (const row of select.iterate({ from: toDay(range.from), to: toDay(range.to) })) {
      yield {
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
      };
    }
  };
}
