import type { EsimKey, SoldPackage } from '@roamwatch/core';
import type { PurchaseStore } from '../../stores/purchase-store.js';
import type { Database, Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';

export function soldTo(database: Database): PurchaseStore['packagesOf'] {
  // For every answer of a poll: a list of one key would take seven times as long.
  const select = database.prepare((db, { esim }: Params<{ esim: EsimKey }>) =>
    db
      .selectFrom('purchase')
      .select(['esim', 'package_name as packageName', 'purchased_at as purchasedAt'])
      .where('esim', '=', esim)
      .orderBy('id'),
  );
  return async (esim) => {
    const rows = await select.all({ esim });
    return rows.toSorted((a, b) => (a.purchasedAt ?? 0) - (b.purchasedAt ?? 0));
  };
}

/** What eSIMs were sold, as far as their histories were fetched. */
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
  for (const { esim, ...known } of rows) packages.set(esim, [...(packages.get(esim) ?? []), known]);
  return packages;
}
