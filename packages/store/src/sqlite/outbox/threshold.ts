import { type RawBuilder, sql } from 'kysely';

/** The threshold that people were notified of, of an alert: `thresholdKey` in SQL. */
export function thresholdIn(notified: string): RawBuilder<string | null> {
  const column = sql.ref(notified);
  return sql`coalesce(json_extract(${column}, '$.reached'), cast(json_extract(${column}, '$.rank') as text))`;
}
