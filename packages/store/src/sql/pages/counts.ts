import { NOT_MONITORED_REASONS, type NotMonitoredReason, type Severity } from '@roamwatch/core';
import { sql } from 'kysely';
import type { PageStore } from '../../stores/page-store.js';
import type { Database } from '../database/database.js';
import { notMonitoredFor } from './matching.js';
import { rowsOf } from './query.js';

/** More choices than that are no help. */
const MOST_COST_CENTRES = 200;

export function esimFilters(database: Database): PageStore['esimFilters'] {
  return async () => {
    const statuses = await rowsOf(
      database,
      sql<{ status: string }>`select distinct status from esim where left_list_at is null order by status`,
    );
    const costCentres = await rowsOf(
      database,
      sql<{ name: string }>`select name from (
          select cost_centre as name, count(*) as entries from inventory where cost_centre is not null
          group by cost_centre order by entries desc limit ${MOST_COST_CENTRES}) as frequent
        order by name`,
    );
    return {
      statuses: statuses.map(({ status }) => status),
      costCentres: costCentres.map(({ name }) => name),
    };
  };
}

/** The setting that contains how many entries of the last list could not be stored. */
export const UNREADABLE_ENTRIES = 'list.unreadable';

/** Counts all reasons in one pass over the list; the first that applies counts. */
export function notMonitored(database: Database): PageStore['notMonitored'] {
  return async (polled) => {
    await database.othersTurn();
    const cases = NOT_MONITORED_REASONS.map(
      (reason) => sql`when ${notMonitoredFor(reason, polled, database.dialect)} then ${reason}`,
    );
    const rows = await rowsOf(
      database,
      sql<{ reason: NotMonitoredReason; esims: number }>`select reason, count(*) as esims from (
          select case ${sql.join(cases, sql` `)} end as reason
          from esim join esim_state on esim_state.esim = esim.id where left_list_at is null) as listed
        where reason is not null group by reason`,
    );
    const [unreadable] = await rowsOf(
      database,
      sql<{ value: string }>`select value from setting where key = ${UNREADABLE_ENTRIES}`,
    );
    const entries = Number(unreadable?.value ?? 0);
    return {
      ...(entries > 0 ? { unreadable: entries } : {}),
      ...Object.fromEntries(rows.map(({ reason, esims }) => [reason, esims])),
    };
  };
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
