import type { EsimKey, SoldPackage } from '@roamwatch/core';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';

/** What these eSIMs were sold, as far as their histories were fetched. */
export function packagesOf(
  connection: Connection,
): (esims: readonly EsimKey[]) => ReadonlyMap<EsimKey, readonly SoldPackage[]> {
  const select = connection.prepare((db, { keys }: Params<{ keys: string }>) =>
    db
      .selectFrom('purchase')
      .select(['esim', 'package_name as packageName', 'purchased_at as purchasedAt'])
      .where('esim', 'in', keysIn(keys))
      .orderBy('esim'),
  );
  return (esims) => {
    const packages = new Map<EsimKey, SoldPackage[]>();
    for (const { esim, ...known } of select.all({ keys: keyList(esims) })) {
      packages.set(esim, [...(packages.get(esim) ?? []), known]);
    }
    return packages;
  };
}
