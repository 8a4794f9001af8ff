import { sql } from 'kysely';
import type { Dialect } from '../../sql/database/dialect.js';

export const postgresDialect: Dialect = {
  keysIn: (keys) => sql`(select value::bigint from json_array_elements_text(${keys}::json))`,
  textsIn: (texts) => sql`(select value from json_array_elements_text(${texts}::json))`,
  pairsIn: (pairs) => sql`(
    select pair ->> 0 as text, (pair ->> 1)::bigint as number from json_array_elements(${pairs}::json) as pair
  )`,
  dayAt: (column) => sql`to_char(to_timestamp(${sql.ref(column)}) at time zone 'UTC', 'YYYYMMDD')::integer`,
  addedUp: (column) => sql`sum(${sql.ref(column)})`,
  // `least` passes over null.
  addedUpExactly: (column) => sql`case when count(${sql.ref(column)}) > 0
    then least(sum(${sql.ref(column)}), ${sql.lit(Number.MAX_SAFE_INTEGER)}) end`,
  like: sql`ilike`,
  indexedBy: () => sql``,
};
