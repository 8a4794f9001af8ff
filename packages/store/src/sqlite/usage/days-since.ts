import { toDate, toDay } from '../../schema/day.js';
import type { UsageStore } from '../../stores/usage-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export function daysSince(connection: Connection): UsageStore['daysSince'] {
  const select = connection.prepare((db, { esim, from }: Params<{ esim: number; from: number }>) =>
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
    select.all({ esim, from: toDay(from) }).map((row) => ({
      date: toDate(row.date),
      location: row.name,
      usedBytes: row.used_bytes,
    }));
}
