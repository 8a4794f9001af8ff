import { sql } from 'kysely';
import type { Dialect } from '../../sql/database/dialect.js';

export const sqliteDialect: Dialect = {
  keysIn: (keys) => sql`(select value from json_each(${keys}))`,
  textsIn: (texts) => sql`(select value from json_each(${texts}))`,
  pairsIn: (pairs) => sql`(select value ->> 0 as text, value ->> 1 as number from json_each(${pairs}))`,
  dayAt: (column) => sql`cast(strftime('%Y%m%d', ${sql.ref(column)}, 'unixepoch') as integer)`,
  // A `sum` that exceeds 64 bits is an error.
  addedUp: (column) => sql`total(${sql.ref(column)})`,
  // Of no rows the `total` is 0.
  addedUpExactly: (column) => sql`case when count(${sql.ref(column)}) > 0
    then cast(min(total(${sql.ref(column)}), ${sql.lit(Number.MAX_SAFE_INTEGER)}) as integer) end`,
  like: sql`like`,
  indexedBy: (index) => sql`indexed by ${sql.ref(index)}`,
};
