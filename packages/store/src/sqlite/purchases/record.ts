import type { PackagePurchase } from '@roamwatch/core';
import type { PurchaseStore } from '../../stores/purchase-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

interface PurchaseColumns extends Omit<PackagePurchase, 'esimId'> {
  readonly esim: number;
  /** Tells apart rows that are the same in all else, such as the same top-up bought twice in a second. */
  readonly ordinal: number;
  /** The instant that puts it into a month; it never changes, so that no month changes for it. */
  readonly datedAt: number;
}

export function record(connection: Connection): PurchaseStore['record'] {
  const upsert = connection.prepare((db, p: Params<PurchaseColumns>) =>
    db
      .insertInto('purchase')
      .values({
        esim: p.esim,
        package_id: p.packageId,
        type: p.type,
        purchased_at: p.purchasedAt,
        ordinal: p.ordinal,
        package_name: p.packageName,
        price: p.price,
        currency: p.currency,
        updated_at: p.updatedAt,
        dated_at: p.datedAt,
      })
      .onConflict((known) =>
        known.doUpdateSet((column) => ({
          package_name: column.ref('excluded.package_name'),
          price: column.fn.coalesce('excluded.price', 'purchase.price'),
          currency: column.ref('excluded.currency'),
          updated_at: column.ref('excluded.updated_at'),
        })),
      ),
  );
  const fetched = connection.prepare((db, { esim, at }: Params<{ esim: number; at: number }>) =>
    db.updateTable('esim_state').set({ history_fetched_at: at }).where('esim', '=', esim),
  );

  return (esim, purchases, at) =>
    connection.transaction(() => {
      const ordinals = new Map<string, number>();
      for (const { esimId: _, ...purchase } of purchases) {
        const key = JSON.stringify([purchase.packageId, purchase.type, purchase.purchasedAt]);
        const ordinal = (ordinals.get(key) ?? 0) + 1;
        ordinals.set(key, ordinal);
        const datedAt = purchase.purchasedAt ?? purchase.updatedAt ?? at;
        upsert.run({ ...purchase, esim, ordinal, datedAt });
      }
      fetched.run({ esim, at });
    });
}
