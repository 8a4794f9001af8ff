import type { FleetStore } from '../../stores/fleet-store.js';
import type { Database } from '../database/database.js';

export function countByStatus(database: Database): FleetStore['countByStatus'] {
  const select = database.prepare((db) =>
    db
      .selectFrom('esim')
      .select(['status', (count) => count.fn.countAll<number>().as('esims')])
      .where('left_list_at', 'is', null)
      .groupBy('status'),
  );
  return async () => {
    await database.othersTurn();
    return new Map((await select.all({})).map((row) => [row.status, row.esims]));
  };
}
