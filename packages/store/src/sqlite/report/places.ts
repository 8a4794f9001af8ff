import type { Connection } from '../database/connection.js';

/** The names of all places, by key. Read once: a provider has few. */
export function placeNames(connection: Connection): () => ReadonlyMap<number, string> {
  const select = connection.prepare((db) => db.selectFrom('location').select(['id', 'name']));
  return () => new Map(select.all({}).map(({ id, name }) => [id, name]));
}
