import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';

export function countByStatus(connection: Connection): FleetStore['countByStatus'] {
  const select = connection.prepare((db) =>
    db
      .selectFrom('esim')
      .select(['status', (count) => count.fn.countAll<number>().as('esims')])
      .where('left_list_at', 'is', null)
      .groupBy('status'),
  );
  return async () => new Map((await select.all({})).map((row) => [row.status, row.esims]));
}
