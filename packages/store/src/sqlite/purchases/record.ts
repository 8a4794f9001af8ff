import {
  type EsimKey,
  type KnownPurchase,
  mergeHistory,
  type PackagePurchase,
  type UnixSeconds,
} from '@roamwatch/core';
import { sql } from 'kysely';
import { monthOf } from '../../schema/day.js';
import type { PurchaseStore } from '../../stores/purchase-store.js';
import type { Connection, Queries } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { forgetClockOf } from '../fleet/clock-due.js';
import { addRejected } from '../rejected/add-rejected.js';

type Columns = Omit<KnownPurchase, 'id'> & { readonly esim: number };

/** Stores packages histories that were requested by themselves. */
export function recordAll(connection: Connection): PurchaseStore['recordAll'] {
  const purchases = recordPurchases(connection);
  const reject = addRejected(connection);
  const forgetClock = forgetClockOf(connection);
  const rows = connection.prepare(rowsOfEpochQuery);
  return async (fetched) =>
    connection.transaction(() => {
      for (const { esim, history, at } of fetched) {
        rows.run({ esim, instants: JSON.stringify(history.purchases.map(({ purchasedAt }) => purchasedAt)) });
        // The name of a package can prove the unit of figures that were read before.
        if (purchases(esim, history.purchases, at) > 0) forgetClock(esim);
        reject(esim, history.rejected, at);
      }
    });
}

/** Number of rows of the history when the running epoch began; unchanged where that is known. */
function rowsOfEpochQuery(db: Queries, { esim, instants }: Params<{ esim: number; instants: string }>) {
  return db
    .updateTable('esim_state')
    .set({
      epoch_history_rows: sql<number>`(select count(*) from json_each(${instants})
        where coalesce(value, 0) <= epoch_started_at)`,
    })
    .where('esim', '=', esim)
    .where('epoch', 'is not', null)
    .where('epoch_history_rows', 'is', null);
}

/** Loads what is known of an eSIM's purchases, decides what the answer changes, writes that, and returns how many are new. */
export function recordPurchases(
  connection: Connection,
): (esim: EsimKey, purchases: readonly PackagePurchase[], at: UnixSeconds) => number {
  const known = knownPurchases(connection);
  const insert = connection.prepare((db, p: Params<Columns>) =>
    db.insertInto('purchase').values({
      esim: p.esim,
      package_id: p.packageId,
      package_name: p.packageName,
      type: p.type,
      price: p.price,
      currency: p.currency,
      purchased_at: p.purchasedAt,
      updated_at: p.updatedAt,
      dated_at: p.datedAt,
    }),
  );
  const update = connection.prepare(
    (db, p: Params<{ readonly [Field in keyof KnownPurchase]: KnownPurchase[Field] }>) =>
      db
        .updateTable('purchase')
        .set({
          package_id: p.packageId,
          package_name: p.packageName,
          type: p.type,
          price: p.price,
          currency: p.currency,
          purchased_at: p.purchasedAt,
          updated_at: p.updatedAt,
          dated_at: p.datedAt,
        })
        .where('id', '=', p.id),
  );
  const fetched = connection.prepare((db, { esim, at }: Params<{ esim: number; at: number }>) =>
    db.updateTable('esim_state').set({ history_fetched_at: at }).where('esim', '=', esim),
  );
  const isFree = noClosedMonthFrom(connection);

  return (esim, purchases, at) =>
    connection.transaction(() => {
      const { added, changed } = mergeHistory(known(esim), purchases, at, isFree);
      for (const purchase of added) {
        const { packageId, packageName, type, price, currency, purchasedAt, updatedAt, datedAt } = purchase;
        insert.run({ esim, packageId, packageName, type, price, currency, purchasedAt, updatedAt, datedAt });
      }
      for (const purchase of changed) update.run(purchase);
      fetched.run({ esim, at });
      return added.length;
    });
}

function knownPurchases(connection: Connection): (esim: number) => readonly KnownPurchase[] {
  const select = connection.prepare((db, { esim }: Params<{ esim: number }>) =>
    db
      .selectFrom('purchase')
      .select(['id', 'package_id as packageId', 'package_name as packageName', 'type', 'price', 'currency'])
      .select(['purchased_at as purchasedAt', 'updated_at as updatedAt', 'dated_at as datedAt'])
      .where('esim', '=', esim)
      .orderBy('id'),
  );
  return (esim) => select.all({ esim });
}

/** Corrections of a month are in later ones: while none of these is closed or being closed, nothing depends on it. */
function noClosedMonthFrom(connection: Connection): (at: UnixSeconds) => boolean {
  const select = connection.prepare((db, { period }: Params<{ period: number }>) =>
    db.selectFrom('closing').select('period').where('period', '>=', period).limit(1),
  );
  return (at) => select.get({ period: monthOf(at) }) === undefined;
}
