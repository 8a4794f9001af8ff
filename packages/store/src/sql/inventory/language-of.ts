import { languageCode } from '@roamwatch/core';
import { toDay } from '../../schema/day.js';
import type { InventoryStore } from '../../stores/inventory-store.js';
import type { Database, Params } from '../database/database.js';

/** The languages of travellers, by their addresses. */
export function languages(database: Database): Pick<InventoryStore, 'languageOf'> {
  const select = database.prepare((db, p: Params<{ address: string; on: number }>) =>
    db
      .selectFrom('inventory')
      .select('language')
      .where('email', '=', p.address)
      .where('language', 'is not', null)
      .where('valid_from', '<=', p.on)
      .where('valid_until', '>', p.on)
      .orderBy('valid_from', 'desc')
      .orderBy('iccid')
      .limit(1),
  );
  return {
    async languageOf(address, on) {
      return languageCode((await select.get({ address, on: toDay(on) }))?.language ?? '');
    },
  };
}
