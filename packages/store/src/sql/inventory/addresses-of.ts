import type { Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';
import { inventoryInForce } from './in-force.js';

/** The addresses that the inventory has for eSIMs on a day; those without one are missing. */
export function addressesQuery(
  db: Queries,
  { keys, on }: Params<{ keys: string; on: number }>,
  { keysIn }: Dialect,
) {
  return db
    .selectFrom('esim')
    .innerJoin('inventory', (join) => join.on(inventoryInForce(on)))
    .select(['esim.id', 'email'])
    .where('esim.id', 'in', keysIn(keys))
    .where('email', 'is not', null)
    .$narrowType<{ email: string }>();
}
