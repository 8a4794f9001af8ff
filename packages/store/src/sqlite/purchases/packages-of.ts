import type { EsimKey, SoldPackage } from '@roamwatch/core';
import { keyList } from '../../sql/database/dialect.js';
import { packagesByEsim, packagesQuery } from '../../sql/purchases/packages-of.js';
import type { Connection } from '../database/connection.js';

/** The packages sold for these eSIMs, as far as their histories were fetched. */
export function packagesOf(
  connection: Connection,
): (esims: readonly EsimKey[]) => ReadonlyMap<EsimKey, readonly SoldPackage[]> {
  const select = connection.prepare(packagesQuery);
  return (esims) => packagesByEsim(select.all({ keys: keyList(esims) }));
}
