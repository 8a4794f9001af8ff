import type { CalendarDate, EsimKey } from '@roamwatch/core';
import { toDay } from '../../schema/day.js';
import { keyList } from '../../sql/database/dialect.js';
import { addressesQuery } from '../../sql/inventory/addresses-of.js';
import type { Connection } from '../database/connection.js';

/** The addresses that the inventory has for eSIMs on a day; those without one are missing. */
export function addressesOf(
  connection: Connection,
): (esims: readonly EsimKey[], on: CalendarDate) => Promise<ReadonlyMap<EsimKey, string>> {
  const select = connection.prepare(addressesQuery);
  return async (esims, on) =>
    new Map((await select.all({ keys: keyList(esims), on: toDay(on) })).map(({ id, email }) => [id, email]));
}
