import type { InventoryStore } from '../../stores/inventory-store.js';
import type { Database } from '../database/database.js';

/** Where the inventory and the fleet do not match. */
export function comparing(database: Database): Pick<InventoryStore, 'unknownIccids' | 'withoutEntry'> {
  const unknown = database.prepare((db) =>
    db
      .selectFrom('inventory')
      .select('iccid')
      .distinct()
      .where('iccid', 'not in', (known) =>
        known
          .selectFrom('esim')
          .select((esim) => esim.ref('iccid').$notNull().as('iccid'))
          .where('iccid', 'is not', null),
      )
      .orderBy('iccid'),
  );
  const missing = database.prepare((db) =>
    db
      .selectFrom('esim')
      .leftJoin('inventory', 'inventory.iccid', 'esim.iccid')
      .select(['esim.iccid', 'esim_id as esimId', 'status'])
      .where('left_list_at', 'is', null)
      .where('inventory.iccid', 'is', null)
      .orderBy('esim.id'),
  );
  return {
    async unknownIccids() {
      return (await unknown.all({})).map((row) => row.iccid);
    },
    async withoutEntry() {
      return await missing.all({});
    },
  };
}
