import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';

/** Place names as the provider writes them, by number. There are a few hundred at most. */
export interface Locations {
  /** The numbers of places, each given one when it is new: for good, whatever becomes of the transaction. */
  keysOf(names: Iterable<string>): Promise<(name: string) => number>;
}

export function createLocations(connection: Connection): Locations {
  const keys = new Map<string, number>();

  async function look(names: readonly string[]): Promise<void> {
    const places = names.map((name) => ({ name }));
    // Rows that exist already must not use up numbers: they record the order in which places were first met.
    await connection.apart(sql`insert into location (name) select name from ${tableOf('place', places, { name: 'text' })}
      where not exists (select 1 from location where location.name = place.name)
      order by position on conflict do nothing`);
    const found = await connection.apart<{ id: number; name: string }>(
      sql`select id, location.name from location join ${tableOf('place', places, { name: 'text' })} using (name)`,
    );
    for (const { id, name } of found) keys.set(name, id);
  }

  return {
    async keysOf(names) {
      const unknown = [...new Set(names)].filter((name) => !keys.has(name));
      if (unknown.length > 0) await look(unknown);
      return (name) => {
        const key = keys.get(name) ?? keys.get(name.replaceAll('\0', '\uFFFD'));
        if (key === undefined) throw new Error(`PostgreSQL returned no row for a location`);
        return key;
      };
    },
  };
}
