import { NOT_MONITORED_REASONS, type NotMonitoredReason, type Severity } from '@roamwatch/core';
import { sql } from 'kysely';
import type { PageStore } from '../../stores/page-store.js';
import type { Connection } from '../database/connection.js';
import { notMonitoredFor } from './matching.js';
import { rowsOf } from './query.js';

/** More choices than that are no help. */
const MOST_COST_CENTRES = 200;

export function esimFilters(connection: Connection): PageStore['esimFilters'] {
  return async () => {
    const statuses = rowsOf(
      connection,
      sql<{ status: string }>`select distinct status from esim where left_list_at is null order by status`,
    );
    const costCentres = rowsOf(
      connection,
      sql<{ name: string }>`select name from (
          select cost_centre as name, count(*) as entries from inventory where cost_centre is not null
          group by cost_centre order by entries desc limit ${MOST_COST_CENTRES})
        order by name`,
    );
    return {
      statuses: statuses.map(({ status }) => status),
      costCentres: costCentres.map(({ name }) => name),
    };
  };
}

/** Counts all reasons in one pass over the list; the first that applies counts. */
export function notMonitored(connection: Connection): PageStore['notMonitored'] {
  return async (polled) => {
    const cases = NOT_MONITORED_REASONS.map(
      (reason) => sql`when ${notMonitoredFor(reason, polled)} then ${reason}`,
    );
    const rows = rowsOf(
      connection,
      sql<{ reason: NotMonitoredReason; esims: number }>`select reason, count(*) as esims from (
          select case ${sql.join(cases, sql` `)} end as reason
          from esim join esim_state on esim_state.esim = esim.id where left_list_at is null)
        where reason is not null group by reason`,
    );
    return Object.fromEntries(rows.map(({ reason, esims }) => [reason, esims]));
  };
}

/** "critical" sorts before "warning". */
export function esimsByAlert(connection: Connection): PageStore['esimsByAlert'] {
  return async () => {
    const rows = rowsOf(
      connection,
      sql<{ worst: Severity; esims: number }>`select worst, count(*) as esims from (
          select min(severity) as worst from alert where state = 'open' and esim is not null group by esim)
        group by worst`,
    );
    return new Map(rows.map(({ worst, esims }) => [worst, esims]));
  };
}
