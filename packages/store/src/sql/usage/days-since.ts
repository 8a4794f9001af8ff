import { toDate, toDay } from '../../schema/day.js';
import type { UsageStore } from '../../stores/usage-store.js';
import type { Database, Params } from '../database/database.js';

export function daysSince(database: Database): UsageStore['daysSince'] {
  const select = database.prepare((db, { esim, from }: Params<{ esim: number; from: number }>) =>
    db
      .selectFrom('daily_usage')
      .innerJoin('location', 'location.id', 'daily_usage.location')
      .select(['date', 'name', 'used_bytes'])
      .where('esim', '=', esim)
      .where('date', '>=', from)
      .orderBy('date')
      .orderBy('name'),
  );
  return async (esim, from) =>
    (await select.all({ esim, from: toDay(from) })).map((row) => ({
      date: toDate(row.date),
      location: row.name,
      usedBytes: row.used_bytes,
    }));
}
