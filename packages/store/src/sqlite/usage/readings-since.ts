import type { UsageStore } from '../../stores/usage-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { FIGURE_COLUMNS, toReading } from './last-reading.js';

export function readingsSince(connection: Connection): UsageStore['readingsSince'] {
  const select = connection.prepare(
    (db, { esim, from, limit }: Params<{ esim: number; from: number; limit: number }>) =>
      db
        .selectFrom('reading')
        .select(['at', ...FIGURE_COLUMNS])
        .where('esim', '=', esim)
        .where('at', '>=', from)
        .union((last) =>
          last
            .selectFrom('esim_state')
            .select((column) => [column.ref('reading_at').$notNull().as('at'), ...FIGURE_COLUMNS])
            .where('esim', '=', esim)
            .where('reading_at', '>=', from),
        )
        .orderBy('at', 'desc')
        .limit(limit),
  );
  return async (esim, from, limit) =>
    select
      .all({ esim, from, limit })
      .map((row) => toReading(row, row.at))
      .reverse();
}
