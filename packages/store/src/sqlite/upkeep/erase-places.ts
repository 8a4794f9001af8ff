import { ERASED_LOCATION, ERASED_LOCATION_NAME } from '../../sql/usage/erased-location.js';
import type { Connection } from '../database/connection.js';
import { sqliteDialect } from '../database/sqlite-dialect.js';
import type { Params } from '../database/statement.js';

type Esim = Params<{ esim: number }>;

/** Adds up an eSIM's days over their places, which become one without a name; closed rows keep their number. */
export function erasePlaces(connection: Connection): (esim: number) => void {
  const nameErased = connection.prepare((db) =>
    db
      .insertInto('location')
      .values({ id: ERASED_LOCATION, name: ERASED_LOCATION_NAME })
      .onConflict((known) => known.doNothing()),
  );
  const statements = [addUpDays(connection), ...removals(connection), closedPlaces(connection)];
  return (esim) => {
    nameErased.run({});
    for (const statement of statements) statement.run({ esim });
  };
}

function addUpDays(connection: Connection) {
  return connection.prepare((db, { esim }: Esim) =>
    db
      .insertInto('daily_usage')
      .columns(['esim', 'date', 'location', 'used_bytes', 'first_seen_at', 'last_changed_at', 'restated'])
      .expression((days) =>
        days
          .selectFrom('daily_usage')
          .select((of) => [
            'esim',
            'date',
            of.lit(ERASED_LOCATION).as('location'),
            sqliteDialect.addedUpExactly('used_bytes').as('used_bytes'),
          ])
          .select((of) => [
            of.fn.min('first_seen_at').as('first_seen_at'),
            of.fn.max('last_changed_at').as('last_changed_at'),
            of.fn.max('restated').as('restated'),
          ])
          .where('esim', '=', esim)
          .groupBy(['esim', 'date']),
      )
      .onConflict((erasedBefore) =>
        erasedBefore.doUpdateSet((day) => ({
          used_bytes: day.ref('excluded.used_bytes'),
          last_changed_at: day.ref('excluded.last_changed_at'),
          restated: day.ref('excluded.restated'),
        })),
      ),
  );
}

function removals(connection: Connection) {
  return [
    connection.prepare((db, { esim }: Esim) =>
      db.deleteFrom('daily_usage').where('esim', '=', esim).where('location', '<>', ERASED_LOCATION),
    ),
    connection.prepare((db, { esim }: Esim) => db.deleteFrom('daily_usage_former').where('esim', '=', esim)),
    connection.prepare((db, { esim }: Esim) => db.deleteFrom('esim_place').where('esim', '=', esim)),
  ];
}

function closedPlaces(connection: Connection) {
  return connection.prepare((db, { esim }: Esim) =>
    db
      .updateTable('closed_usage')
      .set({ location: ERASED_LOCATION, country_code: '' })
      .where('party', 'in', (parties) =>
        parties
          .selectFrom('closed_party')
          .innerJoin('esim', 'esim.esim_id', 'closed_party.esim_id')
          .select('closed_party.id')
          .where('esim.id', '=', esim),
      ),
  );
}
