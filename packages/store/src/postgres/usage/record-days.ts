import { sql } from 'kysely';
import { forgetDigestQuery } from '../../sql/usage/days-digest.js';
import {
  type AddedFigure,
  type ChangedFigure,
  daysToWrite,
  type ToldDays,
} from '../../sql/usage/days-to-write.js';
import { ERASED_LOCATION_NAME } from '../../sql/usage/erased-location.js';
import { StoredDays } from '../../sql/usage/stored-days.js';
import type { DaysWritten } from '../../stores/usage-store.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';
import type { Locations } from './locations.js';
import { monthPartitions } from './month-partitions.js';
import { storedDays } from './stored-days.js';

const FIGURE = {
  esim: 'bigint',
  date: 'bigint',
  location: 'bigint',
  usedBytes: 'bigint',
  at: 'bigint',
} as const;

/** Writes the daily rows of several answers: see `daysToWrite`. */
export function recordDays(
  connection: Connection,
  locations: Locations,
): (told: readonly ToldDays[]) => Promise<DaysWritten> {
  const stored = storedDays(connection);
  const forgetDigest = connection.prepare(forgetDigestQuery);
  const partitions = monthPartitions(connection);

  async function add(figures: readonly AddedFigure[]): Promise<void> {
    if (figures.length === 0) return;
    await partitions(figures.map(({ date }) => date));
    await connection.change(sql`insert into daily_usage
      select esim, date, location, "usedBytes", at, at, 0 from ${tableOf('figure', figures, FIGURE)}`);
    const places = figures.filter(({ isPlace }) => isPlace);
    if (places.length === 0) return;
    await connection.change(sql`insert into esim_place
      select distinct esim, location from ${tableOf('figure', places, { esim: 'bigint', location: 'bigint' })}
      order by esim, location on conflict do nothing`);
  }

  async function change(figures: readonly ChangedFigure[]): Promise<void> {
    if (figures.length === 0) return;
    const restated = figures.filter((figure) => figure.restated === 1);
    if (restated.length > 0) {
      await connection.change(sql`insert into daily_usage_former
        select day.esim, day.date, day.location, figure.at, day.used_bytes, day.last_changed_at
        from ${tableOf('figure', restated, FIGURE)}
        join daily_usage as day on day.esim = figure.esim and day.date = figure.date and day.location = figure.location
        on conflict do nothing`);
    }
    await connection.change(sql`update daily_usage set used_bytes = figure."usedBytes", last_changed_at = figure.at,
        restated = greatest(daily_usage.restated, figure.restated)
      from ${tableOf('figure', figures, { ...FIGURE, restated: 'bigint' })}
      where daily_usage.esim = figure.esim and daily_usage.date = figure.date
        and daily_usage.location = figure.location`);
  }

  return async (told) => {
    if (told.length === 0) return { added: 0, changed: 0 };
    const before = await stored(told);
    const names = told.flatMap(({ days }) => days.map(({ location }) => location));
    const keyOf = await locations.keysOf(names.filter((name) => name !== ERASED_LOCATION_NAME));
    const toWrite = told.map((one) => ({
      esim: one.esim,
      ...daysToWrite(one, before.get(one.esim) ?? new StoredDays(), keyOf),
    }));
    const added = toWrite.flatMap((one) => one.added);
    const changed = toWrite.flatMap((one) => one.changed);
    await add(added);
    await change(changed);
    for (const { esim, areErased } of toWrite) if (areErased) await forgetDigest.run({ esim });
    return { added: added.length, changed: changed.length };
  };
}
