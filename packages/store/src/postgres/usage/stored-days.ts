import type { EsimKey } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Day } from '../../schema/day.js';
import { span, type ToldDays } from '../../sql/usage/days-to-write.js';
import { StoredDays } from '../../sql/usage/stored-days.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';

interface Row {
  readonly esim: EsimKey;
  readonly dates: Day[];
  readonly locations: number[];
  readonly figures: number[];
}

/** Looks up the days of several eSIMs, of each between the first and the last in its answer; one row an eSIM. */
export function storedDays(
  connection: Connection,
): (told: readonly ToldDays[]) => Promise<ReadonlyMap<EsimKey, StoredDays>> {
  return async (told) => {
    const wanted = told.map(({ esim, days }) => {
      const [from, to] = span(days);
      return { esim, from, to };
    });
    const earliest = Math.min(...wanted.map(({ from }) => from));
    const latest = Math.max(...wanted.map(({ to }) => to));
    const rows = await connection.rows<Row>(sql`
      select day.esim, array_agg(day.date order by day.date)::integer[] as dates,
        array_agg(day.location::float8 order by day.date) as locations,
        array_agg(day.used_bytes::float8 order by day.date) as figures
      from ${tableOf('wanted', wanted, { esim: 'bigint', from: 'bigint', to: 'bigint' })}
      join daily_usage as day on day.esim = wanted.esim and day.date >= wanted."from" and day.date <= wanted."to"
      where day.date >= ${earliest} and day.date <= ${latest}
      group by day.esim`);
    return new Map(
      rows.map(({ esim, dates, locations, figures }) => [esim, new StoredDays(dates, locations, figures)]),
    );
  };
}
