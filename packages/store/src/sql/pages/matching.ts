import { CANNOT_USE_DATA, type NotMonitoredReason, type PolledStatuses } from '@roamwatch/core';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { EsimQuery } from '../../stores/page-store.js';
import type { Database } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';
import { polledParams, statusIsPolled } from '../fleet/polled-for-usage.js';
import { keysIn, rowsOf } from './query.js';

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
export async function holdsText(
  database: Database,
  search: string,
  on: number,
  readsInOrder: boolean,
): Promise<RawBuilder<SqlBool>> {
  const { like } = database.dialect;
  const part = containing(search);
  const matching = sql<{ id: number }>`
    select id from esim where iccid ${like} ${part} escape '\\' or esim_id ${like} ${part} escape '\\'
    union
    select esim.id from inventory join esim on esim.iccid = inventory.iccid and esim.iccid_moved_at is null
    where (label ${like} ${part} escape '\\' or cost_centre ${like} ${part} escape '\\' or project ${like} ${part} escape '\\')
      and valid_from <= ${on} and valid_until > ${on}`;
  const ids = await rowsOf(
    database,
    sql<{ id: number }>`select id from (${matching}) as matching limit ${LISTED + 1}`,
  );
  if (ids.length > LISTED)
    return readsInOrder
      ? rowHolds(database.dialect, part, on)
      : sql<SqlBool>`esim.id in (select id from (${matching}) as matching)`;
  return sql<SqlBool>`esim.id in ${keysIn(
    database,
    ids.map(({ id }) => id),
  )}`;
}

/** The same of one row: where an index gives the order, and many rows match, a page is full after a few. */
function rowHolds({ like }: Dialect, part: string, on: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`esim.iccid ${like} ${part} escape '\\' or esim.esim_id ${like} ${part} escape '\\' or exists (
    select 1 from inventory as entry where entry.iccid = esim.iccid and esim.iccid_moved_at is null
      and (entry.label ${like} ${part} escape '\\' or entry.cost_centre ${like} ${part} escape '\\'
        or entry.project ${like} ${part} escape '\\')
      and entry.valid_from <= ${on} and entry.valid_until > ${on})`;
}

/** Why an eSIM of the list is not monitored, as a condition on `esim` and `esim_state`. */
export function notMonitoredFor(
  reason: NotMonitoredReason,
  polled: PolledStatuses,
  dialect: Dialect,
): RawBuilder<SqlBool> {
  const isPolled = statusIsPolled(polledParams(polled), dialect);
  const canUseData = statusIsPolled(polledParams({ allBut: CANNOT_USE_DATA }), dialect);
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
export async function conditionsOf(
  database: Database,
  query: EsimQuery,
  on: number,
): Promise<readonly RawBuilder<SqlBool>[]> {
  const { search, status, alert, costCentre, notMonitored } = query;
  return [
    status === null ? null : sql<SqlBool>`esim.status = ${status}`,
    search === ''
      ? null
      : await holdsText(database, search, on, query.sort === 'worst' || query.sort === 'label'),
    costCentre === null
      ? null
      : sql<SqlBool>`esim.iccid in (select iccid from inventory
          where cost_centre = ${costCentre} and valid_from <= ${on} and valid_until > ${on})`,
    notMonitored === null ? null : notMonitoredFor(notMonitored, query.polled, database.dialect),
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
