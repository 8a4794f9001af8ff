import { CANNOT_USE_DATA, type NotMonitoredReason, type PolledStatuses } from '@roamwatch/core';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { polledParams, statusIsPolled } from '../../sql/fleet/polled-for-usage.js';
import type { EsimQuery } from '../../stores/page-store.js';
import type { Connection } from '../database/connection.js';
import { sqliteDialect } from '../database/sqlite-dialect.js';
import { rowsOf } from './query.js';

/** A part of a text, whatever stands around it; `%`, `_` and `\` mean themselves. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** More matches than that are not listed one by one, but looked for while a page is read: there are enough for it. */
const LISTED = 5_000;

/**
 * eSIMs whose ICCID, id or inventory entry holds a text, whatever its case (ASCII). Two scans, done once for a page: 20 ms at
 * 100,000 eSIMs.
 */
export function holdsText(
  connection: Connection,
  search: string,
  on: number,
  readsInOrder: boolean,
): RawBuilder<SqlBool> {
  const like = containing(search);
  const matching = sql<{ id: number }>`
    select id from esim where iccid like ${like} escape '\\' or esim_id like ${like} escape '\\'
    union
    select esim.id from inventory join esim on esim.iccid = inventory.iccid and esim.iccid_moved_at is null
    where (label like ${like} escape '\\' or cost_centre like ${like} escape '\\' or project like ${like} escape '\\')
      and valid_from <= ${on} and valid_until > ${on}`;
  const ids = rowsOf(connection, sql<{ id: number }>`select id from (${matching}) limit ${LISTED + 1}`);
  if (ids.length > LISTED)
    return readsInOrder ? rowHolds(like, on) : sql<SqlBool>`esim.id in (select id from (${matching}))`;
  return sql<SqlBool>`esim.id in (select value from json_each(${JSON.stringify(ids.map(({ id }) => id))}))`;
}

/** The same of one row: where an index gives the order, and many rows match, a page is full after a few. */
function rowHolds(like: string, on: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`esim.iccid like ${like} escape '\\' or esim.esim_id like ${like} escape '\\' or exists (
    select 1 from inventory as entry where entry.iccid = esim.iccid and esim.iccid_moved_at is null
      and (entry.label like ${like} escape '\\' or entry.cost_centre like ${like} escape '\\'
        or entry.project like ${like} escape '\\')
      and entry.valid_from <= ${on} and entry.valid_until > ${on})`;
}

/** Why an eSIM of the list is not monitored, as a condition on `esim` and `esim_state`. */
export function notMonitoredFor(reason: NotMonitoredReason, polled: PolledStatuses): RawBuilder<SqlBool> {
  const isPolled = statusIsPolled(polledParams(polled), sqliteDialect);
  const canUseData = statusIsPolled(polledParams({ allBut: CANNOT_USE_DATA }), sqliteDialect);
  switch (reason) {
    case 'ended':
      return sql<SqlBool>`not (${isPolled}) and not (${canUseData})`;
    case 'status':
      return sql<SqlBool>`not (${isPolled}) and (${canUseData})`;
    case 'no-iccid':
      return sql<SqlBool>`(${isPolled}) and esim.iccid is null`;
    case 'no-usage-check':
      return sql<SqlBool>`(${isPolled}) and esim.iccid is not null and esim.usage_check = 0`;
    case 'failing':
      return sql<SqlBool>`(${isPolled}) and esim.id in (select esim from esim_state where failing_since is not null)`;
    case 'never-read':
      return sql<SqlBool>`(${isPolled}) and esim.iccid is not null and esim.usage_check = 1
        and esim_state.reading_at is null and esim_state.failing_since is null`;
  }
}

/** The filters of a query over `esim`, `esim_state`, and `inventory` as it is in force. */
export function conditionsOf(
  connection: Connection,
  query: EsimQuery,
  on: number,
): readonly RawBuilder<SqlBool>[] {
  const { search, status, alert, costCentre, notMonitored } = query;
  return [
    status === null ? null : sql<SqlBool>`esim.status = ${status}`,
    search === ''
      ? null
      : holdsText(connection, search, on, query.sort === 'worst' || query.sort === 'label'),
    costCentre === null
      ? null
      : sql<SqlBool>`esim.iccid in (select iccid from inventory
          where cost_centre = ${costCentre} and valid_from <= ${on} and valid_until > ${on})`,
    notMonitored === null ? null : notMonitoredFor(notMonitored, query.polled),
    alert === null ? null : alertCondition(alert),
  ].filter((condition) => condition !== null);
}

function alertCondition(alert: NonNullable<EsimQuery['alert']>): RawBuilder<SqlBool> {
  const open = sql`select esim from alert where state = 'open' and esim is not null`;
  switch (alert) {
    case 'any':
      return sql<SqlBool>`esim.id in (${open})`;
    case 'none':
      return sql<SqlBool>`not exists (select 1 from alert where state = 'open' and alert.esim = esim.id)`;
    case 'critical':
      return sql<SqlBool>`esim.id in (${open} and severity = 'critical')`;
    case 'warning':
      return sql<SqlBool>`esim.id in (${open} and severity = 'warning')
        and esim.id not in (${open} and severity = 'critical')`;
  }
}
