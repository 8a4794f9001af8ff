import type { UsageRow } from '@roamwatch/core';
import { type InferResult, sql } from 'kysely';
import { toDate } from '../../schema/day.js';
import type { Queries } from '../database/database.js';
import { inventoryInForce } from '../inventory/in-force.js';

/** Daily rows with the holder of the eSIM on the day, in the order of reports. */
export function usageRows(db: Queries) {
  return db
    .selectFrom('daily_usage as day')
    .innerJoin('esim', 'esim.id', 'day.esim')
    .innerJoin('location', 'location.id', 'day.location')
    .leftJoin('inventory', (join) => join.on(inventoryInForce(sql.ref('day.date'))))
    .select(['day.date', 'esim.iccid', 'esim_id', 'location.name', 'used_bytes', 'restated'])
    .select(['label', 'cost_centre', 'gl_code', 'project'])
    .select(['day.first_seen_at', 'day.last_changed_at'])
    .orderBy('esim.iccid', (order) => order.asc().nullsFirst())
    .orderBy('esim_id')
    .orderBy('day.date')
    .orderBy('day.location');
}

export function toUsageRow(row: InferResult<ReturnType<typeof usageRows>>[number]): UsageRow {
  return {
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
