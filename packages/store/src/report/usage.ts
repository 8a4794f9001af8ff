import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { FIRST_DAY, toDate, toDay } from '../schema/day.js';
import { partyReader } from './parties.js';
import type { ReportSource } from './report-source.js';

export function usage(connection: Connection): ReportSource['usage'] {
  const select = connection.prepare((db, { from, to }: Params<{ from: number; to: number }>) =>
    db
      .with('ordered', (esims) =>
        esims
          .selectFrom('esim')
          .select(['id', sql<number>`row_number() over (order by iccid, esim_id)`.as('place')]),
      )
      .selectFrom('daily_usage')
      .innerJoin('ordered', 'ordered.id', 'daily_usage.esim')
      .innerJoin('location', 'location.id', 'daily_usage.location')
      .select(['date', 'esim', 'location', 'used_bytes', 'restated', 'first_seen_at', 'last_changed_at'])
      .where('date', '>=', from)
      .where('date', '<', to)
      .orderBy('date')
      .orderBy('ordered.place')
      .orderBy('location.name'),
  );
  const readParties = partyReader(connection);
  const readLocations = locationNames(connection);

  return function* (range) {
    const partyOf = readParties();
    const names = readLocations();
    let day = FIRST_DAY;
    let usageDate = '';
    for (const tuple of select.iterateTuples({ from: toDay(range.from), to: toDay(range.to) })) {
      const [date = 0, esim = 0, location = 0, usedBytes = 0, restated = 0, first = 0, last = 0] = tuple;
      if (date !== day) {
        day = date;
        usageDate = toDate(date);
      }
      yield {
        usageDate,
        location: names.get(location) ?? '',
        usedBytes,
        quality: restated === 1 ? 'restated' : 'reported',
        firstSeenAt: first,
        lastChangedAt: last,
        ...partyOf(esim, date),
      };
    }
  };
}

function locationNames(connection: Connection): () => ReadonlyMap<number, string> {
  const select = connection.prepare((db) => db.selectFrom('location').selectAll());
  return () => new Map(select.all({}).map((row) => [row.id, row.name]));
}
