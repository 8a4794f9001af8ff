import {
  addDays,
  type CalendarDate,
  type DayTotal,
  dateOf,
  type PolledStatuses,
  type Severity,
  whyNotMonitored,
} from '@roamwatch/core';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { dayOf, toDate, toDay } from '../../schema/day.js';
import type { EsimLine, EsimQuery, PageStore } from '../../stores/page-store.js';
import type { Database } from '../database/database.js';
import { cursorOf, placeOf } from './cursor.js';
import { comesAfter, type KeyRow, type OrderPart, orderOf, type Values } from './esim-order.js';
import { allOf, filtersInOrder, matchesOf, rowHoldsText } from './matching.js';
import { keysIn, rowsOf } from './query.js';

/** Days of usage a line comes with. */
const DAYS = 14;

interface Found {
  readonly esim: number;
  readonly cursor: string;
}

/** First the keys of the eSIMs of one page, in order, then what a line shows of each. */
export function esims(database: Database): PageStore['esims'] {
  return async (query) => {
    const found = await find(database, query);
    const rows = found.slice(0, query.limit);
    const hasMore = found.length > query.limit;
    const keys = rows.map(({ esim }) => esim);
    return {
      rows: await linesOf(database, keys, query),
      next: hasMore ? (rows.at(-1)?.cursor ?? null) : null,
    };
  };
}

/** Rows read at once where a search is looked for among them; ever more, should few of them match. */
const FIRST_CHUNK = 2_000;

/** One more than requested, if there is one. */
async function find(database: Database, query: EsimQuery): Promise<readonly Found[]> {
  const on = dayOf(query.now);
  const { dialect } = database;
  const matches = await matchesOf(database, query, on);
  const conditions =
    matches === null
      ? filtersInOrder(query, on, dialect)
      : [sql<SqlBool>`esim.id in ${keysIn(database, matches)}`];
  const holds = matches === null && query.search !== '' ? rowHoldsText(query, on, dialect) : null;
  const [startPart = 0, ...startValues] = placeOf(query.after) ?? [];
  const found: Found[] = [];
  for (const [index, part] of orderOf(query, on, dialect, matches !== null).entries()) {
    const wanted = query.limit + 1 - found.length;
    if (index < startPart || wanted <= 0) continue;
    const after = index === startPart ? await startOf(database, part, startValues) : null;
    const stretch = { part, index, conditions, after };
    found.push(
      ...(holds === null
        ? await foundIn(database, stretch, wanted)
        : await foundHolding(database, stretch, holds, wanted)),
    );
  }
  return found;
}

/** The keys of a place; null where it is none of this part. */
async function startOf(database: Database, part: OrderPart, place: Values): Promise<Values | null> {
  if (part.placeBy === undefined) return place.length === part.keys.length ? place : null;
  const [iccid, ...others] = place;
  if (iccid === undefined || others.length > 0) return null;
  const [row] = await rowsOf(database, part.placeBy(iccid));
  return row === undefined ? null : keysOf({ part }, row);
}

/** Rows of a part of the order, from a place in it on. */
interface Stretch {
  readonly part: OrderPart;
  readonly index: number;
  readonly conditions: readonly RawBuilder<SqlBool>[];
  readonly after: Values | null;
}

async function foundIn(database: Database, stretch: Stretch, limit: number): Promise<readonly Found[]> {
  const rows = await rowsOf(database, inOrder(stretch, limit));
  return rows.map((row) => foundAt(stretch, row));
}

/** The search is looked for in so many rows at a time: many match, so that a page is full soon. */
async function foundHolding(
  database: Database,
  stretch: Stretch,
  holds: RawBuilder<number>,
  limit: number,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  let { after } = stretch;
  for (let chunk = FIRST_CHUNK; ; chunk *= 8) {
    const rows = await rowsOf(
      database,
      sql<FoundRow & { readonly holds: number }>`select chunk.*, ${holds} as holds
        from (${inOrder({ ...stretch, after }, chunk)}) as chunk join esim on esim.id = chunk.esim
        order by ${sql.join(stretch.part.keys.map((_, i) => sql.ref(`chunk.key_${i}`)))}`,
    );
    for (const row of rows) {
      if (row.holds === 1) found.push(foundAt(stretch, row));
      if (found.length === limit) return found;
    }
    const last = rows.at(-1);
    if (rows.length < chunk || last === undefined) return found;
    after = keysOf(stretch, last);
  }
}

function inOrder({ part, conditions, after }: Stretch, limit: number): RawBuilder<FoundRow> {
  const { from, where, keys } = part;
  const start = after === null ? [] : [comesAfter(part, after)];
  const names = sql.join(keys.map((key, i) => sql`${key} as ${sql.ref(`key_${i}`)}`));
  return sql<FoundRow>`select esim.id as esim, ${names} from ${from}
    where ${allOf([where, sql<SqlBool>`esim.left_list_at is null`, ...conditions, ...start])}
    order by ${sql.join(keys)} limit ${limit}`;
}

function foundAt(stretch: Stretch, row: FoundRow): Found {
  const keys = keysOf(stretch, row);
  const place = stretch.part.placeBy === undefined ? keys : keys.slice(-1);
  return { esim: row.esim, cursor: cursorOf([stretch.index, ...place]) };
}

function keysOf({ part }: Pick<Stretch, 'part'>, row: KeyRow): Values {
  return part.keys.map((_, i) => row[`key_${i}`] ?? null);
}

/** Beside the eSIM the keys of the order, `key_0` and so on. */
type FoundRow = { readonly esim: number } & KeyRow;

interface LineRow {
  readonly id: number;
  readonly iccid: string | null;
  readonly iccid_moved_at: number | null;
  readonly esim_id: string;
  readonly label: string | null;
  readonly cost_centre: string | null;
  readonly status: string;
  readonly usage_check: number;
  readonly unlimited: number;
  readonly allowance_bytes: number | null;
  readonly remaining_bytes: number | null;
  readonly ends_at: number | null;
  readonly reading_at: number | null;
  readonly failing_since: number | null;
  readonly severity: Severity | null;
  readonly open_alerts: number;
}

/** Lines in the order of the keys. */
async function linesOf(
  database: Database,
  keys: readonly number[],
  { now, polled }: Pick<EsimQuery, 'now' | 'polled'>,
): Promise<readonly EsimLine[]> {
  const today = dateOf(now, 'UTC');
  const on = toDay(today);
  const rows = await rowsOf(
    database,
    sql<LineRow>`select esim.id, esim.iccid, iccid_moved_at, esim.esim_id, label, cost_centre, status, usage_check,
        unlimited + unlimited_by_usage as unlimited,
        allowance_bytes, remaining_bytes, coalesce(package_ends_at, expires_at) as ends_at, reading_at, failing_since,
        (select min(severity) from alert where alert.esim = esim.id and state = 'open') as severity,
        (select count(*) from alert where alert.esim = esim.id and state = 'open') as open_alerts
      from esim join esim_state on esim_state.esim = esim.id
      left join inventory on inventory.iccid = esim.iccid and valid_from <= ${on} and valid_until > ${on}
      where esim.id in ${keysIn(database, keys)}`,
  );
  const days = await daysOf(database, keys, today);
  const lines = new Map(rows.map((row) => [row.id, toLine(row, polled, days.get(row.id) ?? [])]));
  return keys.flatMap((key) => lines.get(key) ?? []);
}

function toLine(row: LineRow, polled: PolledStatuses, days: readonly DayTotal[]): EsimLine {
  const monitored = {
    status: row.status,
    iccid: row.iccid_moved_at === null ? row.iccid : null,
    usageCheck: row.usage_check === 1,
    failingSince: row.failing_since,
    readAt: row.reading_at,
  };
  return {
    ...monitored,
    notMonitored: whyNotMonitored(monitored, polled),
    iccid: row.iccid,
    esimId: row.esim_id,
    label: row.label,
    costCentre: row.cost_centre,
    unlimited: row.unlimited > 0,
    allowanceBytes: row.allowance_bytes,
    remainingBytes: row.remaining_bytes,
    endsAt: row.ends_at,
    severity: row.severity,
    openAlerts: row.open_alerts,
    days,
  };
}

async function daysOf(
  database: Database,
  keys: readonly number[],
  today: CalendarDate,
): Promise<ReadonlyMap<number, readonly DayTotal[]>> {
  const rows = await rowsOf(
    database,
    sql<{ esim: number; date: number; used_bytes: number }>`select esim, date,
        ${database.dialect.addedUp('used_bytes')} as used_bytes
      from daily_usage where esim in ${keysIn(database, keys)} and date >= ${toDay(addDays(today, 1 - DAYS))}
      group by esim, date order by esim, date`,
  );
  const days = new Map<number, DayTotal[]>();
  for (const { esim, date, used_bytes } of rows) {
    const own = days.get(esim) ?? [];
    own.push({ date: toDate(date), usedBytes: used_bytes });
    days.set(esim, own);
  }
  return days;
}
