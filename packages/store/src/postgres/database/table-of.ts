import { type RawBuilder, sql } from 'kysely';

type Type = 'bigint' | 'text';

/**
 * Rows as a table in a statement, after `from`: one list a column, so that the statement is the same for any number of rows.
 *
 * @example
 * sql`insert into location (name) select name from ${tableOf('place', places, { name: 'text' })}`
 */
export function tableOf<Row extends object>(
  name: string,
  rows: readonly Row[],
  columns: { readonly [Column in keyof Row]?: Type },
): RawBuilder<Row> {
  const chosen = Object.entries(columns) as [keyof Row & string, Type][];
  const lists = chosen.map(
    ([column, type]) => sql`${rows.map((row) => row[column] ?? null)}::${sql.raw(type)}[]`,
  );
  const names = chosen.map(([column]) => sql.ref(column));
  return sql<Row>`unnest(${sql.join(lists)}) with ordinality as ${sql.ref(name)} (${sql.join([...names, sql.ref('position')])})`;
}
