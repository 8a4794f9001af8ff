import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.js';
import { keyList } from '../database/dialect.js';

/** Rows of a query whose text depends on the request: prepared for this one time. */
export async function rowsOf<Row>(database: Database, query: RawBuilder<Row>): Promise<readonly Row[]> {
  return database.prepare<Record<never, never>, Row>((db) => ({ compile: () => query.compile(db) })).all({});
}

/** A list of keys, for after `in`. */
export function keysIn({ dialect }: Database, keys: readonly number[]): RawBuilder<number> {
  return dialect.keysIn(sql`${keyList(keys)}`);
}
