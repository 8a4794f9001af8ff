import type { FleetStore } from '../../stores/fleet-store.js';
import type { Database, Params } from '../database/database.js';
import { type PolledParams, polledForUsage, polledParams } from './polled-for-usage.js';

export function readingAges(database: Database): FleetStore['readingAges'] {
  const select = database.prepare((db, statuses: Params<PolledParams>, dialect) =>
    polledForUsage(db, statuses, dialect).select((of) => [
      of.fn.countAll<number>().as('esims'),
      of.fn.count<number>('reading_at').as('read'),
      of.fn.min<number | null>('reading_at').as('oldest'),
      of.fn.avg<number | null>('reading_at').as('mean'),
    ]),
  );
  return async (statuses, at) => {
    const row = await select.get(polledParams(statuses));
    const age = (readAt: number | null | undefined) =>
      typeof readAt === 'number' ? Math.max(0, at - readAt) : 0;
    return {
      without: (row?.esims ?? 0) - (row?.read ?? 0),
      oldest: age(row?.oldest),
      mean: age(row?.mean),
    };
  };
}
