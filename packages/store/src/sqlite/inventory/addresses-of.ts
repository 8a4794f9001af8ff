import type { CalendarDate, EsimKey } from '@roamwatch/core';
import { toDay } from '../../schema/day.js';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';
import { inventoryInForce } from './in-force.js';

/** The addresses that the inventory has for eSIMs on a day; those without one are missing. */
export function addressesOf(
  connection: Connection,
): (esims: readonly EsimKey[], on: CalendarDate) => ReadonlyMap<EsimKey, string> {
  const select = connection.prepare((db, { keys, on }: Params<{ keys: string; on: number }>) =>
    db
      .selectFrom('esim')
      .innerJoin('inventory', (join) => join.on(inventoryInForce(on)))
      .select(['esim.id', 'email'])
      .where('esim.id', 'in', keysIn(keys))
      .where('email', 'is not', null)
      .$narrowType<{ email: string }>(),
  );
  return (esims, on) =>
    new Map(select.all({ keys: keyList(esims), on: toDay(on) }).map(({ id, email }) => [id, email]));
}
