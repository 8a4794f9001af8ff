import type { InventoryStore } from '../../stores/inventory-store.js';
import type { Database, Params } from '../database/database.js';

/** Where an inventory and the fleet do not match. */
export function comparing(database: Database): Pick<InventoryStore, 'unknownAmong' | 'listedWithout'> {
  const known = database.prepare((db, { iccids }: Params<{ iccids: string }>, { textsIn }) =>
    db
      .selectFrom('esim')
      .select((esim) => esim.ref('iccid').$notNull().as('iccid'))
      .where('iccid', 'in', textsIn(iccids)),
  );
  const without = database.prepare((db, { iccids }: Params<{ iccids: string }>, { textsIn }) =>
    db
      .selectFrom('esim')
      .select(['iccid', 'esim_id as esimId', 'status'])
      .where('left_list_at', 'is', null)
      .where((esim) => esim.or([esim('iccid', 'is', null), esim('iccid', 'not in', textsIn(iccids))]))
      .orderBy('id'),
  );
  return {
    async unknownAmong(iccids) {
      const found = new Set((await known.all({ iccids: JSON.stringify(iccids) })).map((row) => row.iccid));
      return [...new Set(iccids)].filter((iccid) => !found.has(iccid)).sort();
    },
    async listedWithout(iccids) {
      return await without.all({ iccids: JSON.stringify(iccids) });
    },
  };
}
