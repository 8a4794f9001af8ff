import { currencyOf } from '../../sql/purchases/currency-of.js';
import { historiesDue, historiesMissing, historyFailed } from '../../sql/purchases/history.js';
import { soldTo } from '../../sql/purchases/packages-of.js';
import type { PurchaseStore } from '../../stores/purchase-store.js';
import type { Connection } from '../database/connection.js';
import { recordAll } from './record.js';

export function createPurchaseStore(connection: Connection): PurchaseStore {
  const all = recordAll(connection);
  return {
    record: (esim, history, at) => all([{ esim, history, at }]),
    recordAll: all,
    packagesOf: soldTo(connection),
    currencyOf: currencyOf(connection),
    historiesDue: historiesDue(connection),
    historiesMissing: historiesMissing(connection),
    historyFailed: historyFailed(connection),
  };
}
