import type { PurchaseStore } from '../../stores/purchase-store.js';
import type { Connection } from '../database/connection.js';
import { currencyOf } from './currency-of.js';
import { historiesDue, historiesMissing, historyFailed } from './history.js';
import { packagesOf } from './packages-of.js';
import { record } from './record.js';

export function createPurchaseStore(connection: Connection): PurchaseStore {
  return {
    record: record(connection),
    packagesOf: packagesOf(connection),
    currencyOf: currencyOf(connection),
    historiesDue: historiesDue(connection),
    historiesMissing: historiesMissing(connection),
    historyFailed: historyFailed(connection),
  };
}
