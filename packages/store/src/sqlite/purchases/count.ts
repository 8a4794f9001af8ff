import type { PurchaseStore } from '../../stores/purchase-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export function count(connection: Connection): PurchaseStore['count'] {
  const select = connection.prepare((db, { esim }: Params<{ esim: number }>) =>
    db
      .selectFrom('esim_state')
      .select((rows) =>
        rows
          .selectFrom('purchase')
          .select((row) => row.fn.countAll<number>().as('rows'))
          .whereRef('purchase.esim', '=', 'esim_state.esim')
          .$asScalar()
          .as('rows'),
      )
      .where('esim', '=', esim)
      .where('history_fetched_at', 'is not', null),
  );
  return (esim) => select.get({ esim })?.rows ?? null;
}
