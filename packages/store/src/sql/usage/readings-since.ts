import type { UsageStore } from '../../stores/usage-store.js';
import type { Database, Params } from '../database/database.js';
import { FIGURE_COLUMNS, toReading } from './last-reading.js';

export function readingsSince(database: Database): UsageStore['readingsSince'] {
  const select = database.prepare(
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
    (await select.all({ esim, from, limit })).map((row) => toReading(row, row.at)).reverse();
}
