import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** Join condition of `esim` and `inventory`: the entry that applies on a day. There is at most one. */
export function inventoryInForce(on: RawBuilder<number>): RawBuilder<SqlBool> {
  return sql<SqlBool>`inventory.iccid = esim.iccid and inventory.valid_from <= ${on} and inventory.valid_until > ${on}`;
}
