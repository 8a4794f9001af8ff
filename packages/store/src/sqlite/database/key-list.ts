import { type RawBuilder, sql } from 'kysely';

/** For `where('id', 'in', keysIn(keys))`: any number of keys as one parameter, so that one statement serves all. */
export function keysIn(keys: RawBuilder<string>): RawBuilder<number> {
  return sql<number>`(select value from json_each(${keys}))`;
}

/** The parameter `keysIn` takes. */
export function keyList(keys: readonly number[]): string {
  return `[${keys.join(',')}]`;
}
