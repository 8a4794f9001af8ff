import type { EsimKey, PackagePurchase, UnixSeconds } from '@roamwatch/core';
import type { Connection } from '../database/connection.js';
import { count } from './count.js';
import { record } from './record.js';

export interface PurchaseStore {
  /** Replaces what is known of an eSIM's packages history by what the provider says now; rows never vanish. */
  record(esim: EsimKey, purchases: readonly PackagePurchase[], at: UnixSeconds): void;
  /** Rows known; null when the history was never fetched. */
  count(esim: EsimKey): number | null;
}

export function createPurchaseStore(connection: Connection): PurchaseStore {
  return { record: record(connection), count: count(connection) };
}
