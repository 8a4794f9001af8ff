import {
  type CalendarDate,
  type DailyUsage,
  type EsimKey,
  isRestatement,
  type UnixSeconds,
} from '@roamwatch/core';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { type Day, FIRST_DAY, NO_DAY, toDay } from '../schema/day.js';
import { ERASED_LOCATION, ERASED_LOCATION_NAME, type Locations } from './locations.js';
import type { UsageStore } from './usage-store.js';

/** A figure to be written. */
interface Figure {
  esim: EsimKey;
  date: Day;
  location: number;
  usedBytes: number;
  at: UnixSeconds;
}

/** Reads an eSIM's stored days with one range query and compares here: twice as fast as upserting every row. */
export function recordDays(connection: Connection, locations: Locations): UsageStore['recordDays'] {
  const stored = connection.prepare(
    (db, { esim, from, to }: Params<{ esim: number; from: number; to: number }>) =>
      db
        .selectFrom('daily_usage')
        .select(['date', 'location', 'used_bytes'])
        .where('esim', '=', esim)
        .where('date', '>=', from)
        .where('date', '<=', to),
  );
  const insert = connection.prepare((db, p: Params<Figure>) =>
    db.insertInto('daily_usage').values({
      esim: p.esim,
      date: p.date,
      location: p.location,
      used_bytes: p.usedBytes,
      first_seen_at: p.at,
      last_changed_at: p.at,
      restated: 0,
    }),
  );
  const update = connection.prepare((db, p: Params<Figure & { restated: number }>) =>
    db
      .updateTable('daily_usage')
      .set((column) => ({
        used_bytes: p.usedBytes,
        last_changed_at: p.at,
        restated: column.fn('max', ['restated', p.restated]),
      }))
      .where('esim', '=', p.esim)
      .where('date', '=', p.date)
      .where('location', '=', p.location),
  );
  const keepFormer = connection.prepare((db, p: Params<Omit<Figure, 'usedBytes'>>) =>
    db
      .insertInto('daily_usage_former')
      .columns(['esim', 'date', 'location', 'replaced_at', 'used_bytes', 'last_changed_at'])
      .expression((former) =>
        former
          .selectFrom('daily_usage')
          .select(['esim', 'date', 'location', p.at.as('replaced_at'), 'used_bytes', 'last_changed_at'])
          .where('esim', '=', p.esim)
          .where('date', '=', p.date)
          .where('location', '=', p.location),
      )
      .onConflict((sameSecond) => sameSecond.doNothing()),
  );
  const addPlace = connection.prepare((db, { esim, location }: Params<{ esim: number; location: number }>) =>
    db
      .insertInto('esim_place')
      .values({ esim, location })
      .onConflict((known) => known.doNothing()),
  );

  function figuresOf(esim: EsimKey, days: readonly DailyUsage[]): Map<number, number> {
    let from = NO_DAY;
    let to = FIRST_DAY;
    for (const { date } of days) {
      const day = toDay(date);
      if (day < from) from = day;
      if (day > to) to = day;
    }
    const figures = new Map<number, number>();
    for (const [date = 0, location = 0, usedBytes = 0] of stored.tuples({ esim, from, to })) {
      figures.set(figureKey(date, location), usedBytes);
    }
    return figures;
  }

  function add(figure: Figure, place: string): void {
    insert.run(figure);
    if (place !== '' && place !== ERASED_LOCATION_NAME) addPlace.run(figure);
  }

  function change(figure: Figure, restated: boolean): void {
    if (restated) keepFormer.run(figure);
    update.run({ ...figure, restated: Number(restated) });
  }

  return (esim, days, at) =>
    connection.transaction(() => {
      const figures = figuresOf(esim, days);
      const written = { added: 0, changed: 0 };
      for (const day of withoutErasedPlaces(days, figures)) {
        const date = toDay(day.date);
        const location =
          day.location === ERASED_LOCATION_NAME ? ERASED_LOCATION : locations.keyOf(day.location);
        const key = figureKey(date, location);
        const before = figures.get(key);
        const after = day.usedBytes;
        if (before === after) continue;
        const figure = { esim, date, location, usedBytes: after, at };
        if (before === undefined) {
          add(figure, day.location);
          written.added += 1;
        } else {
          change(figure, isRestatement({ date: day.date, before, after }, at));
          written.changed += 1;
        }
        figures.set(key, after);
      }
      return written;
    });
}

/** A day and a place as one number: a map with number keys is the fastest way to compare thirty figures. */
function figureKey(date: Day, location: number): number {
  return date * PLACES + location;
}
const PLACES = 2 ** 24;

/**
 * Where personal data were erased, a day's places are one row without a name. The provider still tells the places
 * of the days in its window: they are added up again, so that neither the place nor the bytes come in twice.
 */
function withoutErasedPlaces(
  days: readonly DailyUsage[],
  figures: ReadonlyMap<number, number>,
): readonly DailyUsage[] {
  const isErased = (day: DailyUsage) => figures.has(figureKey(toDay(day.date), ERASED_LOCATION));
  if (!hasErased(figures)) return days;
  const sums = new Map<CalendarDate, number>();
  for (const day of days.filter(isErased)) sums.set(day.date, (sums.get(day.date) ?? 0) + day.usedBytes);
  const erased = [...sums].map(([date, usedBytes]) => ({ date, location: ERASED_LOCATION_NAME, usedBytes }));
  return [...days.filter((day) => !isErased(day)), ...erased];
}

function hasErased(figures: ReadonlyMap<number, number>): boolean {
  for (const key of figures.keys()) if (key % PLACES === ERASED_LOCATION) return true;
  return false;
}
