import type { UsedRow } from '@roamwatch/core';
import { sql } from 'kysely';
import { toDay } from '../../schema/day.js';
import type { ReportSnapshot } from '../../stores/report-snapshot.js';
import type { Snapshot } from '../database/connection.js';

export function used(snapshot: Snapshot): ReportSnapshot['used'] {
  return ({ from, to }) =>
    snapshot.stream(sql<UsedRow>`select esim.iccid, esim.status, inventory.label, inventory.cost_centre as "costCentre",
        inventory.project, sum(day.used_bytes) as "usedBytes"
      from daily_usage as day
      join esim on esim.id = day.esim
      left join inventory on inventory.iccid = esim.iccid
        and inventory.valid_from <= day.date and inventory.valid_until > day.date
      where day.date >= ${toDay(from)} and day.date < ${toDay(to)}
      group by esim.id, inventory.iccid, inventory.valid_from, inventory.label, inventory.cost_centre, inventory.project`);
}
