import { isPolled, type NotMonitoredReason, type Severity, whyNotMonitored } from '@roamwatch/core';
import { sql } from 'kysely';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { PageStore } from '../../stores/page-store.js';
import type { Database } from '../database/database.js';
import { notAskable, toMonitored, unread } from '../fleet/irregular.js';
import { rowsOf } from './query.js';

/** More choices than that are no help. */
const MOST_COST_CENTRES = 200;

export function esimFilters(
  database: Database,
  countByStatus: FleetStore['countByStatus'],
): PageStore['esimFilters'] {
  return async () => {
    const statuses = [...(await countByStatus()).keys()].sort();
    const costCentres = await rowsOf(
      database,
      sql<{ name: string }>`select name from (
          select cost_centre as name, count(*) as entries from inventory where cost_centre is not null
          group by cost_centre order by entries desc limit ${MOST_COST_CENTRES}) as frequent
        order by name`,
    );
    return {
      statuses,
      costCentres: costCentres.map(({ name }) => name),
    };
  };
}

/** The setting that contains how many entries of the last list could not be stored. */
export const UNREADABLE_ENTRIES = 'list.unreadable';

/** By status, and by what is known of the few that are not as nearly all are: no look at every row of a large fleet. */
export function notMonitored(
  database: Database,
  countByStatus: FleetStore['countByStatus'],
): PageStore['notMonitored'] {
  const irregular = [notAskable(database), unread(database)];
  return async (polled) => {
    const counts = new Map<NotMonitoredReason, number>();
    const add = (reason: NotMonitoredReason | null, esims: number) => {
      if (reason !== null && esims > 0) counts.set(reason, (counts.get(reason) ?? 0) + esims);
    };
    add('unreadable', await unreadableEntries(database));
    for (const [status, esims] of await countByStatus()) {
      if (!isPolled(polled, status)) add(whyNotMonitored({ ...REGULAR, status }, polled), esims);
    }
    for (const count of irregular) {
      for (const one of await count()) {
        if (isPolled(polled, one.status)) add(whyNotMonitored(toMonitored(one), polled), one.esims);
      }
    }
    return Object.fromEntries(counts);
  };
}

const REGULAR = { iccid: '', usageCheck: true, failingSince: null, readAt: 0 };

async function unreadableEntries(database: Database): Promise<number> {
  const [entries] = await rowsOf(
    database,
    sql<{ value: string }>`select value from setting where key = ${UNREADABLE_ENTRIES}`,
  );
  return Number(entries?.value ?? 0);
}

/** "critical" sorts before "warning". */
export function esimsByAlert(database: Database): PageStore['esimsByAlert'] {
  return async () => {
    const rows = await rowsOf(
      database,
      sql<{ worst: Severity; esims: number }>`select worst, count(*) as esims from (
          select min(severity) as worst from alert join esim on esim.id = alert.esim
          where state = 'open' and left_list_at is null group by esim) as alerted
        group by worst`,
    );
    return new Map(rows.map(({ worst, esims }) => [worst, esims]));
  };
}
