import { CANNOT_USE_DATA, type NotMonitoredReason, type PolledStatuses } from '@roamwatch/core';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { EsimQuery } from '../../stores/page-store.js';
import type { Database } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';
import { UNREAD } from '../fleet/irregular.js';
import { polledParams, statusIsPolled } from '../fleet/polled-for-usage.js';
import { rowsOf } from './query.js';

/** What is searched for, and for whom. */
export type Search = Pick<EsimQuery, 'search' | 'seesAddresses'>;

/** True where one of these columns contains the text, whatever its case (ASCII); `%`, `_` and `\` mean themselves. */
export function anyHolds(
  columns: readonly string[],
  { search, seesAddresses }: Search,
  { like }: Dialect,
): RawBuilder<SqlBool> {
  const part = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const holds = columns.map((name) => {
    const column = sql.ref(name);
    const found = sql`${column} ${like} ${part} escape '\\'`;
    return seesAddresses ? found : sql`${found} and ${usable(column, false)}`;
  });
  return sql<SqlBool>`(${sql.join(holds, sql` or `)})`;
}

/** True where a query may depend on a text: what it finds, and in which order, must not give a hidden address away. */
export function usable(column: RawBuilder<unknown>, seesAddresses: boolean): RawBuilder<SqlBool> {
  return seesAddresses ? sql<SqlBool>`1 = 1` : sql<SqlBool>`${column} not like '%@%'`;
}

/**
 * Ids of eSIMs whose ICCID, id or inventory entry contains a text, whatever its case (ASCII), some twice. Two scans, 25 ms at
 * 100,000 eSIMs, which end with the reader. The one that a text of this kind is likelier to be found by comes first, because
 * where many match the other one then need not run.
 */
function holdingText(query: Search, on: number, dialect: Dialect): RawBuilder<unknown> {
  const byNumber = sql`select id from esim where ${anyHolds(['iccid', 'esim_id'], query, dialect)}`;
  const byEntry = sql`select holder.id from inventory
    join esim as holder on holder.iccid = inventory.iccid and holder.iccid_moved_at is null
    where ${anyHolds(['label', 'cost_centre', 'project'], query, dialect)}
      and valid_from <= ${on} and valid_until > ${on}`;
  return NUMBER.test(query.search)
    ? sql`${byNumber} union all ${byEntry}`
    : sql`${byEntry} union all ${byNumber}`;
}

const NUMBER = /^[\d\s-]+$/;

/** True when one row contains the text, as 0 or 1: for where only some rows are read. */
export function rowHoldsText(query: Search, on: number, dialect: Dialect): RawBuilder<number> {
  return sql<number>`case when ${anyHolds(['esim.iccid', 'esim.esim_id'], query, dialect)} or exists (
    select 1 from inventory as entry where entry.iccid = esim.iccid and esim.iccid_moved_at is null
      and ${anyHolds(['entry.label', 'entry.cost_centre', 'entry.project'], query, dialect)}
      and entry.valid_from <= ${on} and entry.valid_until > ${on}) then 1 else 0 end`;
}

/** Why an eSIM of the list is not monitored, as a condition on `esim` and `esim_state`. */
export function notMonitoredFor(
  reason: NotMonitoredReason,
  polled: PolledStatuses,
  dialect: Dialect,
  id: RawBuilder<unknown> = sql`esim.id`,
): RawBuilder<SqlBool> {
  const isPolled = statusIsPolled(polledParams(polled), dialect);
  const hasIccid = sql`(esim.iccid is not null and esim.iccid_moved_at is null)`;
  const canUseData = statusIsPolled(polledParams({ allBut: CANNOT_USE_DATA }), dialect);
  switch (reason) {
    case 'unreadable':
      // Nothing is known of it but that it was there: see `UNREADABLE_ENTRIES`.
      return sql<SqlBool>`1 = 0`;
    case 'ended':
      return sql<SqlBool>`not (${isPolled}) and not (${canUseData})`;
    case 'status':
      return sql<SqlBool>`not (${isPolled}) and (${canUseData})`;
    case 'no-iccid':
      return sql<SqlBool>`(${isPolled}) and not ${hasIccid}`;
    case 'no-usage-check':
      return sql<SqlBool>`(${isPolled}) and ${hasIccid} and esim.usage_check = 0`;
    case 'failing':
      return sql<SqlBool>`(${isPolled}) and ${id} in (select esim from esim_state where failing_since is not null)`;
    case 'never-read':
      return sql<SqlBool>`(${isPolled}) and ${hasIccid} and esim.usage_check = 1
        and ${id} in (select esim from esim_state where (${UNREAD}) and failing_since is null)`;
  }
}

/** More matches than that are not listed one by one, but looked for while a page is read: there are enough for it. */
const LISTED = 10_000;

/** The eSIMs of a query with filters, in no order; null: there are too many to be listed, or there is no filter. */
export async function matchesOf(
  database: Database,
  query: EsimQuery,
  on: number,
): Promise<readonly number[] | null> {
  const { dialect } = database;
  const filters = filtersOf(query, on, dialect, sql`esim.id`);
  if (filters.length === 0 && query.search === '') return null;
  const isSearched = query.search !== '';
  const isSearchFirst = isSearched && !isNarrow(query);
  // Crossed, so that the search is what the rows come from, and no index of a filter.
  const fleet = isSearchFirst
    ? sql`(${holdingText(query, on, dialect)}) as holding cross join esim`
    : sql`esim`;
  const found = isSearchFirst
    ? [sql<SqlBool>`esim.id = holding.id`]
    : isSearched
      ? [sql<SqlBool>`${rowHoldsText(query, on, dialect)} = 1`]
      : [];
  const rows = await rowsOf(
    database,
    sql<{ id: number }>`select esim.id from ${fleet} join esim_state on esim_state.esim = esim.id
      where ${allOf([...found, ...filters, sql<SqlBool>`esim.left_list_at is null`])} limit ${LISTED + 1}`,
  );
  return rows.length > LISTED ? null : [...new Set(rows.map(({ id }) => id))];
}

/** Whether a filter leaves so little of a fleet that the search is looked for in that. */
function isNarrow({ costCentre, alert, notMonitored }: EsimQuery): boolean {
  const isAlerted = alert !== null && alert !== 'none';
  return costCentre !== null || isAlerted || notMonitored === 'failing' || notMonitored === 'never-read';
}

/** The filters of a query for rows that are read in order already: `+` keeps them from being a way to find rows. */
export function filtersInOrder(
  query: EsimQuery,
  on: number,
  dialect: Dialect,
): readonly RawBuilder<SqlBool>[] {
  return filtersOf(query, on, dialect, sql`+esim.id`);
}

/** The filters of a query over `esim` and `esim_state`, without the search. */
function filtersOf(
  query: EsimQuery,
  on: number,
  dialect: Dialect,
  id: RawBuilder<unknown>,
): readonly RawBuilder<SqlBool>[] {
  const { status, alert, costCentre, notMonitored, seesAddresses } = query;
  return [
    status === null
      ? null
      : sql<SqlBool>`esim.status = ${status} and ${usable(sql`esim.status`, seesAddresses)}`,
    costCentre === null
      ? null
      : sql<SqlBool>`esim.iccid in (select iccid from inventory
          where cost_centre = ${costCentre} and ${usable(sql`cost_centre`, seesAddresses)} and valid_from <= ${on} and valid_until > ${on})`,
    notMonitored === null ? null : notMonitoredFor(notMonitored, query.polled, dialect, id),
    alert === null ? null : alertCondition(alert, id),
  ].filter((condition) => condition !== null);
}

export function allOf(conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.join(
    conditions.map((one) => sql`(${one})`),
    sql` and `,
  )}`;
}

function alertCondition(
  alert: NonNullable<EsimQuery['alert']>,
  id: RawBuilder<unknown>,
): RawBuilder<SqlBool> {
  const open = sql`select esim from alert where state = 'open' and esim is not null`;
  switch (alert) {
    case 'any':
      return sql<SqlBool>`${id} in (${open})`;
    case 'none':
      return sql<SqlBool>`${id} not in (${open})`;
    case 'critical':
      return sql<SqlBool>`${id} in (${open} and severity = 'critical')`;
    case 'warning':
      return sql<SqlBool>`${id} in (${open} and severity = 'warning')
        and ${id} not in (${open} and severity = 'critical')`;
  }
}
