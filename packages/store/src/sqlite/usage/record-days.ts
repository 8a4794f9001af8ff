import type { EsimKey, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import { forgetDigestQuery } from '../../sql/usage/days-digest.js';
import { type AddedFigure, daysToWrite, type Figure, type ToldDays } from '../../sql/usage/days-to-write.js';
import { StoredDays } from '../../sql/usage/stored-days.js';
import type { DaysWritten } from '../../stores/usage-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import type { Locations } from './locations.js';
import { storedDays } from './stored-days.js';

type Bound = { -readonly [Column in keyof Figure]: Figure[Column] };

/**
 * Writes the daily rows of several answers: see `daysToWrite`. Looks up all stored days at once and compares here: more than
 * twice as fast as upserting every row.
 */
export function recordDays(
  connection: Connection,
  locations: Locations,
): (told: readonly ToldDays[]) => DaysWritten {
  const stored = storedDays(connection);
  const forgetDigest = connection.prepare(forgetDigestQuery);
  const insert = connection.prepare((db, p: Params<{ esim: number; at: number; figures: string }>) =>
    db
      .insertInto('daily_usage')
      .columns(['esim', 'date', 'location', 'used_bytes', 'first_seen_at', 'last_changed_at', 'restated'])
      .expression(
        sql`select ${p.esim}, value ->> 0, value ->> 1, value ->> 2, ${p.at}, ${p.at}, 0 from json_each(${p.figures})`,
      ),
  );
  const update = connection.prepare((db, p: Params<Bound & { restated: number }>) =>
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
  const keepFormer = connection.prepare((db, p: Params<Omit<Bound, 'usedBytes'>>) =>
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

  /** One statement for all: the first answer of an eSIM has dozens. */
  const add = (esim: EsimKey, figures: readonly AddedFigure[], at: UnixSeconds) => {
    if (figures.length === 0) return;
    const columns = figures.map(({ date, location, usedBytes }) => [date, location, usedBytes]);
    insert.run({ esim, at, figures: JSON.stringify(columns) });
    for (const location of new Set(figures.filter(({ isPlace }) => isPlace).map((one) => one.location)))
      addPlace.run({ esim, location });
  };

  return (told) => {
    const written = { added: 0, changed: 0 };
    if (told.length === 0) return written;
    const before = stored(told);
    for (const one of told) {
      const { esim, at } = one;
      const { added, changed, areErased } = daysToWrite(
        one,
        before.get(esim) ?? new StoredDays(),
        locations.keyOf,
      );
      add(esim, added, at);
      if (areErased) forgetDigest.run({ esim });
      for (const { restated, ...figure } of changed) {
        if (restated === 1) keepFormer.run(figure);
        update.run({ ...figure, restated });
      }
      written.added += added.length;
      written.changed += changed.length;
    }
    return written;
  };
}
