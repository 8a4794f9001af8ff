import type { EsimKey, SoldPackage } from '@roamwatch/core';
import type { PurchaseStore } from '../../stores/purchase-store.js';
import type { Database, Params, Queries } from '../database/database.js';
import { type Dialect, keyList } from '../database/dialect.js';

export function soldTo(database: Database): PurchaseStore['packagesOf'] {
  const select = database.prepare(packagesQuery);
  return async (esims) => {
    const rows = await select.all({ keys: keyList(esims) });
    return packagesByEsim(rows.toSorted((a, b) => (a.purchasedAt ?? 0) - (b.purchasedAt ?? 0)));
  };
}

/** The packages sold for eSIMs, as far as their histories were fetched. */
export function packagesQuery(db: Queries, { keys }: Params<{ keys: string }>, { keysIn }: Dialect) {
  return db
    .selectFrom('purchase')
    .select(['esim', 'package_name as packageName', 'purchased_at as purchasedAt'])
    .where('esim', 'in', keysIn(keys))
    .orderBy('esim')
    .orderBy('id');
}

export function packagesByEsim(
  rows: readonly (SoldPackage & { readonly esim: EsimKey })[],
): ReadonlyMap<EsimKey, readonly SoldPackage[]> {
  const packages = new Map<EsimKey, SoldPackage[]>();
  for (const { esim, packageName, purchasedAt } of rows) {
    const known = packages.get(esim);
    if (known === undefined) packages.set(esim, [{ packageName, purchasedAt }]);
    else known.push({ packageName, purchasedAt });
  }
  return packages;
}
