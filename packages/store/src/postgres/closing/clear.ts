import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';

const ROWS_A_SLICE = 20_000;

const BY_NUMBER = ['closed_usage', 'closed_purchase', 'closed_reconciliation', 'closed_cost'] as const;

/** Removes the rows of a month that counts as closed no more, or not yet, a slice a transaction. */
export async function clearClosedRows(connection: Connection, period: number): Promise<void> {
  for (const table of BY_NUMBER) {
    const name = sql.ref(table);
    const slice = sql`delete from ${name} where period = ${period} and seq in (
      select seq from ${name} where period = ${period} order by seq limit ${ROWS_A_SLICE})`;
    while ((await connection.change(slice)) > 0);
  }
  const parties = sql`delete from closed_party where id in (
    select id from closed_party where period = ${period} limit ${ROWS_A_SLICE})`;
  while ((await connection.change(parties)) > 0);
}
