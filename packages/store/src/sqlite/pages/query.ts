import type { RawBuilder } from 'kysely';
import type { Connection } from '../database/connection.js';

/** Rows of a query whose text depends on what was asked for: prepared for this one time. */
export function rowsOf<Row>(connection: Connection, query: RawBuilder<Row>): readonly Row[] {
  return connection
    .prepare<Record<never, never>, Row>((db) => ({ compile: () => query.compile(db) }))
    .all({});
}
