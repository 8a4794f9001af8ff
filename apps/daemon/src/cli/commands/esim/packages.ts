import { formatBytes, formatInstant, type PackagePurchase, type TopUpPackage } from '@roamwatch/core';
import { isoInstant } from '../../../iso-instant.js';
import { printResult } from '../../output.js';
import { table } from '../../terminal/table.js';
import { lookUpEsim } from './look-up.js';
import { type ApiAccess, sayRejected } from './with-api.js';

export async function showTopUps(access: ApiAccess, iccid: string): Promise<void> {
  await lookUpEsim(access, { iccid }, false);
  const { packages, rejected } = await access.api.topUpPackages(iccid, { signal: access.signal });
  printResult(access.options, packages, () => topUpsInWords(packages));
  sayRejected(rejected);
}

export async function showHistory(access: ApiAccess, iccid: string): Promise<void> {
  await lookUpEsim(access, { iccid }, false);
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
  if (packages.length === 0) return 'No top-up packages are available.';
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
