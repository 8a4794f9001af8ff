import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** Place names as the provider writes them, by number. There are a few hundred at most. */
export interface Locations {
  /** The number of a place, given one when it is new. */
  keyOf(name: string): number;
}

export function createLocations(connection: Connection): Locations {
  const keys = new Map<string, number>();
  connection.whenUndone(() => keys.clear());

  const find = connection.prepare((db, { name }: Params<{ name: string }>) =>
    db.selectFrom('location').select('id').where('name', '=', name),
  );
  const insert = connection.prepare((db, { name }: Params<{ name: string }>) =>
    db.insertInto('location').values({ name }).returning('id'),
  );

  function look(name: string): number {
    const row = find.get({ name }) ?? insert.get({ name });
    if (row === undefined) throw new Error('SQLite returned no row for an inserted location');
    keys.set(name, row.id);
    return row.id;
  }

  return { keyOf: (name) => keys.get(name) ?? look(name) };
}
