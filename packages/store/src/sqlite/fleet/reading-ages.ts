import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { type PolledParams, polledForUsage, polledParams } from './polled-for-usage.js';

export function readingAges(connection: Connection): FleetStore['readingAges'] {
  const select = connection.prepare((db, statuses: Params<PolledParams>) =>
    polledForUsage(db, statuses).select((of) => [
      of.fn.countAll<number>().as('esims'),
      of.fn.count<number>('reading_at').as('read'),
      of.fn.min<number | null>('reading_at').as('oldest'),
      of.fn.avg<number | null>('reading_at').as('mean'),
    ]),
  );
  return async (statuses, at) => {
    const row = select.get(polledParams(statuses));
    const age = (readAt: number | null | undefined) =>
      typeof readAt === 'number' ? Math.max(0, at - readAt) : 0;
    return {
      without: (row?.esims ?? 0) - (row?.read ?? 0),
      oldest: age(row?.oldest),
      mean: age(row?.mean),
    };
  };
}
