import { toDate, toDay } from '../../schema/day.js';
import type { UsageStore } from '../../stores/usage-store.js';
import type { Database, Params } from '../database/database.js';

export function formerFigures(database: Database): UsageStore['formerFigures'] {
  const select = database.prepare((db, { esim, from }: Params<{ esim: number; from: number }>) =>
    db
      .selectFrom('daily_usage_former')
      .innerJoin('location', 'location.id', 'daily_usage_former.location')
      .select(['date', 'name', 'used_bytes', 'last_changed_at', 'replaced_at'])
      .where('esim', '=', esim)
      .where('date', '>=', from)
      .orderBy('date')
      .orderBy('name')
      .orderBy('replaced_at'),
  );
  return async (esim, from) =>
    (await select.all({ esim, from: toDay(from) })).map((row) => ({
      date: toDate(row.date),
      location: row.name,
      usedBytes: row.used_bytes,
      lastChangedAt: row.last_changed_at,
      replacedAt: row.replaced_at,
    }));
}
