import type { PurchaseStore } from '../../stores/purchase-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export function currencyOf(connection: Connection): PurchaseStore['currencyOf'] {
  const select = connection.prepare((db, { esim }: Params<{ esim: number }>) =>
    db
      .selectFrom('purchase')
      .select('currency')
      .where('esim', '=', esim)
      .where('currency', '<>', '')
      .orderBy('purchased_at', 'desc')
      .limit(1),
  );
  return async (esim) => select.get({ esim })?.currency ?? null;
}
