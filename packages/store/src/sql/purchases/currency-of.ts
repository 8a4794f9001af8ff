import type { PurchaseStore } from '../../stores/purchase-store.js';
import type { Database, Params } from '../database/database.js';

export function currencyOf(database: Database): PurchaseStore['currencyOf'] {
  const select = database.prepare((db, { esim }: Params<{ esim: number }>) =>
    db
      .selectFrom('purchase')
      .select('currency')
      .where('esim', '=', esim)
      .where('currency', '<>', '')
      .orderBy('purchased_at', (order) => order.desc().nullsLast())
      .limit(1),
  );
  return async (esim) => (await select.get({ esim }))?.currency ?? null;
}
