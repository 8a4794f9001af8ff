import type { InventoryStore } from '../../stores/inventory-store.js';
import type { Connection } from '../database/connection.js';

export function unknownIccids(connection: Connection): InventoryStore['unknownIccids'] {
  const select = connection.prepare((db) =>
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
  return () => select.all({}).map((row) => row.iccid);
}

export function withoutEntry(connection: Connection): InventoryStore['withoutEntry'] {
  const select = connection.prepare((db) =>
    db
      .selectFrom('esim')
      .leftJoin('inventory', 'inventory.iccid', 'esim.iccid')
      .select(['esim.iccid', 'esim_id as esimId', 'status'])
      .where('left_list_at', 'is', null)
      .where('inventory.iccid', 'is', null)
      .orderBy('esim.id'),
  );
  return () => select.all({});
}
