import type { EsimKey, SoldPackage } from '@roamwatch/core';
import type { Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';

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
