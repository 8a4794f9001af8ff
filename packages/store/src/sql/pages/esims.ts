import {
  addDays,
  type CalendarDate,
  type DayTotal,
  dateOf,
  type PolledStatuses,
  type Severity,
  whyNotMonitored,
} from '@roamwatch/core';
import { sql } from 'kysely';
import { toDate, toDay } from '../../schema/day.js';
import type { EsimLine, EsimQuery, PageStore } from '../../stores/page-store.js';
import type { Database } from '../database/database.js';
import { findEsims } from './find-esims.js';
import { keysIn, rowsOf } from './query.js';

/** Days of usage a line comes with. */
const DAYS = 14;

/** First the keys of the eSIMs of one page, in order, then what a line shows of each. */
export function esims(database: Database): PageStore['esims'] {
  const find = findEsims(database);
  return async (query) => {
    const found = await find(query);
    const rows = found.slice(0, query.limit);
    const hasMore = found.length > query.limit;
    const keys = rows.map(({ esim }) => esim);
    return {
      rows: await linesOf(database, keys, query),
      next: hasMore ? (rows.at(-1)?.cursor ?? null) : null,
    };
  };
}

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
