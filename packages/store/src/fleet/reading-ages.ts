import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import type { FleetStore } from './fleet-store.js';

export function readingAges(connection: Connection): FleetStore['readingAges'] {
  const select = connection.prepare((db, { statuses }: Params<{ statuses: string }>) =>
    db
      .selectFrom('esim')
      .innerJoin('esim_state', 'esim_state.esim', 'esim.id')
      .select((of) => [
        of.fn.countAll<number>().as('esims'),
        of.fn.count<number>('reading_at').as('read'),
        of.fn.min<number | null>('reading_at').as('oldest'),
        of.fn.avg<number | null>('reading_at').as('mean'),
      ])
      .where('left_list_at', 'is', null)
      .where('usage_check', '=', 1)
      .where('iccid', 'is not', null)
      .where('iccid_moved_at', 'is', null)
      .where('status', 'in', sql<string>`(select value from json_each(${statuses}))`),
  );
  return (statuses, at) => {
    const row = select.get({ statuses: JSON.stringify(statuses) });
    const age = (readAt: number | null | undefined) =>
      typeof readAt === 'number' ? Math.max(0, at - readAt) : 0;
    return {
      without: (row?.esims ?? 0) - (row?.read ?? 0),
      oldest: age(row?.oldest),
      mean: age(row?.mean),
    };
  };
}
