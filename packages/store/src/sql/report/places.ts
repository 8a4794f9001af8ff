import type { Queries } from '../database/database.js';

/** The names of all places: a provider has few. */
export function placeNamesQuery(db: Queries) {
  return db.selectFrom('location').select(['id', 'name']);
}

/** The names of places, by key. */
export function placeNames(
  rows: readonly { readonly id: number; readonly name: string }[],
): ReadonlyMap<number, string> {
  return new Map(rows.map(({ id, name }) => [id, name]));
}
