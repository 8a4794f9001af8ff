import { type RawBuilder, sql } from 'kysely';

/**
 * A column of all rows of a group as a JSON array, in the order the rows come in. One row with such lists comes in half
 * the time of thirty rows, and leaves less to collect.
 */
export function listOf(column: string): RawBuilder<string> {
  return sql<string>`json_group_array(${sql.ref(column)})`;
}
