import type { TopUpOptions } from '@roamwatch/client';
import { formatBytes, formatInstant, type PackagePurchase, type TopUpPackage } from '@roamwatch/core';
import { isoInstant } from '../../../iso-instant.js';
import { printResult } from '../../output.js';
import { table } from '../../terminal/table.js';
import { type EsimReference, iccidFor } from './look-up.js';
import { type ApiAccess, sayRejected } from './with-api.js';

/** Which top-up packages to list; all of them where nothing is given. */
export type TopUpFilter = Pick<TopUpOptions, 'days' | 'gbs' | 'isUnlimited' | 'packageId'>;

export async function showTopUps(
  access: ApiAccess,
  key: EsimReference,
  filter: TopUpFilter = {},
): Promise<void> {
  const iccid = await iccidFor(access, key);
  const { packages, rejected } = await access.api.topUpPackages(iccid, { ...filter, signal: access.signal });
  printResult(access.options, packages, () => topUpsInWords(packages));
  sayRejected(rejected);
}

export async function showHistory(access: ApiAccess, key: EsimReference): Promise<void> {
  const iccid = await iccidFor(access, key);
  const { purchases, rejected } = await access.api.packagesHistory(iccid, { signal: access.signal });
  const json = purchases.map((purchase) => ({
    ...purchase,
    purchasedAt: isoInstant(purchase.purchasedAt),
    updatedAt: isoInstant(purchase.updatedAt),
  }));
  printResult(access.options, json, () => historyInWords(purchases, access.config.timeZone));
  sayRejected(rejected);
}

function topUpsInWords(packages: readonly TopUpPackage[]): string {
  if (packages.length === 0) return 'The provider lists no such top-up package.';
  const rows = packages.map((one) => [
    one.packageName,
    one.unlimited ? 'unlimited' : one.dataBytes === null ? 'unknown' : formatBytes(one.dataBytes),
    one.days === null ? 'unknown' : String(one.days),
    priceInWords(one.price, one.currency),
    one.packageId,
  ]);
  return table(['PACKAGE', 'DATA', 'DAYS', 'PRICE', 'PACKAGE ID'], rows);
}

function historyInWords(purchases: readonly PackagePurchase[], zone: string): string {
  if (purchases.length === 0) return 'No packages were purchased.';
  const rows = purchases.map((one) => [
    one.purchasedAt === null ? 'unknown' : formatInstant(one.purchasedAt, zone),
    one.type,
    one.packageName,
    priceInWords(one.price, one.currency),
    one.packageId,
  ]);
  return table(['PURCHASED', 'TYPE', 'PACKAGE', 'PRICE', 'PACKAGE ID'], rows);
}

function priceInWords(price: string | null, currency: string | null): string {
  return price === null ? 'unknown' : `${price} ${currency ?? ''}`.trim();
}
