import { toDay } from '../../schema/day.js';
import type { InventoryStore } from '../../stores/inventory-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { inventoryInForce } from './in-force.js';

export function emailOf(connection: Connection): InventoryStore['emailOf'] {
  const select = connection.prepare((db, { esim, on }: Params<{ esim: number; on: number }>) =>
    db
      .selectFrom('esim')
      .innerJoin('inventory', (join) => join.on(inventoryInForce(on)))
      .select('email')
      .where('esim.id', '=', esim),
  );
  return (esim, on) => select.get({ esim, on: toDay(on) })?.email ?? null;
}
