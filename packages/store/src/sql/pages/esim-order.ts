import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { EsimQuery } from '../../stores/page-store.js';
import type { Dialect } from '../database/dialect.js';
import { usable } from './matching.js';

export type Values = readonly (string | number | null)[];

/**
 * One stretch of an order: rows with an alert before those without, rows with a figure before those without. `from` joins
 * what the order is read from to `esim` and `esim_state`; `keys` are compared one by one, ascending, and end the order.
 */
export interface OrderPart {
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<SqlBool>;
  readonly keys: readonly RawBuilder<unknown>[];
  /**
   * Where the last key alone says the place, finds all of them: `key_0` and so on. For keys that a link must not carry, because
   * a label can be an address.
   */
  readonly placeBy?: (last: Values[number]) => RawBuilder<KeyRow>;
  /** True where every eSIM is to be looked at, because no index has them in this order. Its keys are numbers. */
  readonly isWithoutIndex?: boolean;
}

/** The keys of a row, `key_0` and so on. */
export type KeyRow = { readonly [key: `key_${number}`]: string | number | null };

const FLEET = sql`esim join esim_state on esim_state.esim = esim.id`;
/** In millionths: whole numbers survive a cursor exactly. Of the worst and the best share the exact one does not matter. */
const SHARE = sql`case
  when abs(esim_state.remaining_bytes) / 1000000 >= esim_state.allowance_bytes
  then case when esim_state.remaining_bytes < 0 then -1000000000000 else 1000000000000 end
  else cast(esim_state.remaining_bytes * 1000000.0 / nullif(esim_state.allowance_bytes, 0) as bigint) end`;
const HAS_SHARE = sql<SqlBool>`esim_state.allowance_bytes > 0 and esim_state.remaining_bytes is not null`;
const WITHOUT_ALERT = sql<SqlBool>`not exists (select 1 from alert where state = 'open' and alert.esim = esim.id)`;
const ENDS = sql`coalesce(esim_state.package_ends_at, esim.expires_at)`;

/**
 * `isListed`: few eSIMs are ordered, which a condition names, so that no index needs to give the order. What the filter for alerts
 * leaves out has no part in the order.
 */
export function orderOf(
  { sort, alert, seesAddresses }: Pick<EsimQuery, 'sort' | 'alert' | 'seesAddresses'>,
  on: number,
  dialect: Dialect,
  isListed: boolean,
): readonly OrderPart[] {
  const indexedBy = isListed ? () => sql`` : dialect.indexedBy;
  switch (sort) {
    case 'worst':
      return [
        ...(alert === 'none' ? [] : [worst(indexedBy)]),
        ...(alert === null || alert === 'none' ? byName(WITHOUT_ALERT) : []),
      ];
    case 'label':
      return byLabel(on, indexedBy, seesAddresses);
    case 'left':
      return withAndWithout(SHARE, HAS_SHARE);
    case 'expires':
      return withAndWithout(ENDS, sql<SqlBool>`${ENDS} is not null`);
    case 'read':
      return withAndWithout(sql`esim_state.reading_at`, sql<SqlBool>`esim_state.reading_at is not null`);
  }
}

/** By the worst alert of each eSIM: the index has them in this order already. */
function worst(indexedBy: Dialect['indexedBy']): OrderPart {
  return {
    from: sql`alert ${indexedBy('alert_open')} join esim on esim.id = alert.esim join esim_state on esim_state.esim = esim.id`,
    where: sql<SqlBool>`alert.state = 'open' and not exists (
      select 1 from alert as worse where worse.esim = alert.esim and worse.state = 'open'
        and (worse.severity, worse.opened_at, worse.id) < (alert.severity, alert.opened_at, alert.id))`,
    keys: [sql`alert.severity`, sql`alert.opened_at`, sql`alert.id`],
  };
}

/** In the order of the index by name; those without an ICCID last. */
function byName(where: RawBuilder<SqlBool>): readonly OrderPart[] {
  return [
    {
      from: FLEET,
      where: sql<SqlBool>`${where} and esim.iccid is not null`,
      keys: [sql`esim.iccid`, sql`esim.esim_id`],
    },
    { from: FLEET, where: sql<SqlBool>`${where} and esim.iccid is null`, keys: [sql`esim.esim_id`] },
  ];
}

/** A label that its reader cannot see gives no place: its eSIM is among those without a label. */
function byLabel(on: number, indexedBy: Dialect['indexedBy'], seesAddresses: boolean): readonly OrderPart[] {
  const isSeen = sql<SqlBool>`label is not null and ${usable(sql`label`, seesAddresses)}`;
  const inForce = sql`inventory.valid_from <= ${on} and inventory.valid_until > ${on}`;
  return [
    {
      from: sql`inventory ${indexedBy('inventory_by_label')} join esim on esim.iccid = inventory.iccid and esim.iccid_moved_at is null
        join esim_state on esim_state.esim = esim.id`,
      where: sql<SqlBool>`${isSeen} and ${inForce}`,
      keys: [sql`inventory.label`, sql`inventory.iccid`],
      placeBy: (iccid) => sql<KeyRow>`select label as key_0, iccid as key_1 from inventory
        where iccid = ${iccid} and ${isSeen} and ${inForce}`,
    },
    ...byName(sql<SqlBool>`not exists (select 1 from inventory
      where inventory.iccid = esim.iccid and ${isSeen} and ${inForce})`),
  ];
}

function withAndWithout(key: RawBuilder<unknown>, has: RawBuilder<SqlBool>): readonly OrderPart[] {
  return [
    { from: FLEET, where: has, keys: [key, sql`esim.id`], isWithoutIndex: true },
    { from: FLEET, where: sql<SqlBool>`not (${has}) or (${has}) is null`, keys: [sql`esim.id`] },
  ];
}

/** Rows of a part that come after a place in it. */
export function comesAfter({ keys }: OrderPart, values: Values): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${sql.join(keys)}) > (${sql.join(values.map((value) => sql`${value}`))})`;
}
