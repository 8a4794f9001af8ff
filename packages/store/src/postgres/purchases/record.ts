import {
  type EsimKey,
  type KnownPurchase,
  mergeHistory,
  type PackagePurchase,
  type UnixSeconds,
} from '@roamwatch/core';
import { sql } from 'kysely';
import { monthOf } from '../../schema/day.js';
import type { FetchedHistory, PurchaseStore } from '../../stores/purchase-store.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';
import { lockStates } from '../fleet/facts.js';
import { addRejected } from '../rejected/add-rejected.js';

/** Stores packages histories that were requested by themselves. */
export function recordAll(connection: Connection): PurchaseStore['recordAll'] {
  const purchases = recordPurchases(connection);
  const reject = addRejected(connection);
  const lock = lockStates(connection);
  const recordOne = async ({ esim, history, at }: FetchedHistory) => {
    // How many rows the history had when the running epoch began, where that is not known yet.
    const instants = history.purchases.map(({ purchasedAt }) => purchasedAt ?? 0);
    await connection.change(sql`update esim_state set epoch_history_rows =
        (select count(*) from unnest(${instants}::bigint[]) as bought (at) where at <= epoch_started_at)
      where esim = ${esim} and epoch is not null and epoch_history_rows is null`);
    // The name of a package can prove the unit of figures that were read before.
    if ((await purchases([{ esim, purchases: history.purchases, at }])) > 0) {
      await connection.change(
        sql`update esim_state set clock_due_at = null, quiet_until = null where esim = ${esim}`,
      );
    }
    await reject([{ esim, rejected: history.rejected, at }]);
  };

  return (fetched) =>
    connection.transaction(async () => {
      await lock(fetched.map(({ esim }) => esim));
      for (const one of fetched) await recordOne(one);
    });
}

export interface FetchedPurchases {
  readonly esim: EsimKey;
  readonly purchases: readonly PackagePurchase[];
  readonly at: UnixSeconds;
}

type Stored = KnownPurchase & { readonly esim: EsimKey };

const COLUMNS = {
  packageId: 'text',
  packageName: 'text',
  type: 'text',
  price: 'text',
  currency: 'text',
  purchasedAt: 'bigint',
  updatedAt: 'bigint',
  datedAt: 'bigint',
} as const;

/** Loads what is known of the purchases of eSIMs, decides what the answers change, writes that, and returns how many are new. */
export function recordPurchases(
  connection: Connection,
): (fetched: readonly FetchedPurchases[]) => Promise<number> {
  async function known(esims: readonly EsimKey[]): Promise<ReadonlyMap<EsimKey, readonly KnownPurchase[]>> {
    const rows = await connection.rows<Stored>(sql`select esim, id, package_id as "packageId",
        package_name as "packageName", type, price, currency, purchased_at as "purchasedAt",
        updated_at as "updatedAt", dated_at as "datedAt"
      from purchase where esim = any(${[...esims]}::bigint[]) order by id`);
    return Map.groupBy(rows, ({ esim }) => esim);
  }

  /** Corrections of a month are in later ones: while none of these is closed or being closed, nothing depends on it. */
  async function isFree(): Promise<(at: UnixSeconds) => boolean> {
    const [row] = await connection.rows<{ last: number | null }>(
      sql`select max(period) as last from closing`,
    );
    const last = row?.last ?? 0;
    return (at) => monthOf(at) > last;
  }

  return async (fetched) => {
    if (fetched.length === 0) return 0;
    const stored = await known(fetched.map(({ esim }) => esim));
    const free = await isFree();
    const merged = fetched.map(({ esim, purchases, at }) => ({
      esim,
      ...mergeHistory((stored.get(esim) ?? []).map(withoutEsim), purchases, at, free),
    }));
    const added = merged.flatMap(({ esim, added }) => added.map((purchase) => ({ ...purchase, esim })));
    const changed = merged.flatMap(({ changed }) => changed);
    if (added.length > 0) {
      await connection.change(sql`insert into purchase (esim, package_id, package_name, type, price, currency,
          purchased_at, updated_at, dated_at)
        select esim, "packageId", "packageName", type, price, currency, "purchasedAt", "updatedAt", "datedAt"
        from ${tableOf('given', added, { esim: 'bigint', ...COLUMNS })} order by position`);
    }
    if (changed.length > 0) {
      await connection.change(sql`update purchase set package_id = given."packageId",
          package_name = given."packageName", type = given.type, price = given.price, currency = given.currency,
          purchased_at = given."purchasedAt", updated_at = given."updatedAt", dated_at = given."datedAt"
        from ${tableOf('given', changed, { id: 'bigint', ...COLUMNS })} where purchase.id = given.id`);
    }
    await connection.change(sql`update esim_state set history_fetched_at = given.at
      from ${tableOf('given', fetched, { esim: 'bigint', at: 'bigint' })} where esim_state.esim = given.esim`);
    return added.length;
  };
}

function withoutEsim(row: KnownPurchase): KnownPurchase {
  const { id, packageId, packageName, type, price, currency, purchasedAt, updatedAt, datedAt } = row;
  return { id, packageId, packageName, type, price, currency, purchasedAt, updatedAt, datedAt };
}
