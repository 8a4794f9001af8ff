import type { EsimKey } from '@roamwatch/core';
import type { KnownPackage, PurchaseStore } from '../../stores/purchase-store.js';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';

export function packagesOf(connection: Connection): PurchaseStore['packagesOf'] {
  const select = connection.prepare((db, { keys }: Params<{ keys: string }>) =>
    db
      .selectFrom('purchase')
      .select(['esim', 'package_name as packageName', 'purchased_at as purchasedAt'])
      .where('esim', 'in', keysIn(keys)),
  );
  return (esims) => {
    const packages = new Map<EsimKey, KnownPackage[]>();
    for (const { esim, ...known } of select.all({ keys: keyList(esims) })) {
      packages.set(esim, [...(packages.get(esim) ?? []), known]);
    }
    return packages;
  };
}
