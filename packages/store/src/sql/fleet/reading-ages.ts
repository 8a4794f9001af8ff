import type { FleetStore } from '../../stores/fleet-store.js';
import type { Database, Params } from '../database/database.js';
import { type EsimWindow, esimWindows } from './esim-windows.js';
import { type PolledParams, polledForUsage, polledParams } from './polled-for-usage.js';

export function readingAges(database: Database): FleetStore['readingAges'] {
  const select = database.prepare((db, p: Params<PolledParams & EsimWindow>, dialect) =>
    polledForUsage(db, p, dialect)
      .select((of) => [
        of.fn.countAll<number>().as('esims'),
        of.fn.count<number>('reading_at').as('read'),
        of.fn.min<number | null>('reading_at').as('oldest'),
        of.fn.sum<number | null>('reading_at').as('sum'),
      ])
      .where('esim.id', '>', p.after)
      .where('esim.id', '<=', p.upTo),
  );
  const windows = esimWindows(database);
  return async (statuses, at) => {
    let [esims, read, sum, oldest] = [0, 0, 0, at];
    for await (const window of windows()) {
      const row = await select.get({ ...polledParams(statuses), ...window });
      esims += row?.esims ?? 0;
      read += row?.read ?? 0;
      sum += Number(row?.sum ?? 0);
      oldest = Math.min(oldest, row?.oldest ?? at);
    }
    return {
      without: esims - read,
      oldest: at - oldest,
      mean: read === 0 ? 0 : Math.max(0, at - sum / read),
    };
  };
}
