import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

const ROWS_A_SLICE = 2_000;

/** Removes the rows of a month that counts as closed no more, or not yet, a slice a transaction. */
export function clearClosedRows(connection: Connection): (period: number) => Promise<void> {
  const byNumber = (['closed_usage', 'closed_purchase', 'closed_reconciliation', 'closed_cost'] as const).map(
    (table) =>
      connection.prepare((db, { period, limit }: Params<{ period: number; limit: number }>) =>
        db
          .deleteFrom(table)
          .where('period', '=', period)
          .where('seq', 'in', (rows) =>
            rows.selectFrom(table).select('seq').where('period', '=', period).limit(limit),
          ),
      ),
  );
  const parties = connection.prepare((db, { period, limit }: Params<{ period: number; limit: number }>) =>
    db
      .deleteFrom('closed_party')
      .where('id', 'in', (rows) =>
        rows.selectFrom('closed_party').select('id').where('period', '=', period).limit(limit),
      ),
  );
  return async (period) => {
    for (const slice of [...byNumber, parties]) {
      while (slice.run({ period, limit: ROWS_A_SLICE }) > 0) await new Promise(setImmediate);
    }
  };
}
