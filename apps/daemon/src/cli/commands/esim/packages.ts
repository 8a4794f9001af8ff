import type { TopUpOptions } from '@roamwatch/client';
import { formatBytes, type PackagePurchase, type TopUpPackage } from '@roamwatch/core';
import { priceText } from '@roamwatch/notify';
import { systemClock } from '../../../clock.js';
import { isoInstant } from '../../../iso-instant.js';
import { printResult } from '../../output.js';
import { tableOf } from '../../terminal/table.js';
import { instantCell } from '../../terminal/times.js';
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
  return tableOf<TopUpPackage>(
    [
      { title: 'PACKAGE', cell: ({ packageName }) => packageName, wraps: 16 },
      { title: 'DATA', cell: dataInWords, align: 'right' },
      { title: 'DAYS', cell: ({ days }) => (days === null ? 'unknown' : String(days)), align: 'right' },
      { title: 'PRICE', cell: ({ price, currency }) => priceInWords(price, currency), align: 'right' },
      { title: 'PACKAGE ID', cell: ({ packageId }) => packageId },
    ],
    packages,
  );
}

function dataInWords({ unlimited, dataBytes }: TopUpPackage): string {
  if (unlimited) return 'unlimited';
  return dataBytes === null ? 'unknown' : formatBytes(dataBytes);
}

function historyInWords(purchases: readonly PackagePurchase[], zone: string): string {
  if (purchases.length === 0) return 'No packages were purchased.';
  const reader = { now: systemClock(), zone };
  return tableOf<PackagePurchase>(
    [
      { title: 'PURCHASED', ...instantCell(({ purchasedAt }) => purchasedAt, reader, 'unknown') },
      { title: 'TYPE', cell: ({ type }) => type },
      { title: 'PACKAGE', cell: ({ packageName }) => packageName, wraps: 16 },
      { title: 'PRICE', cell: ({ price, currency }) => priceInWords(price, currency), align: 'right' },
      { title: 'PACKAGE ID', cell: ({ packageId }) => packageId },
    ],
    purchases,
  );
}

function priceInWords(price: string | null, currency: string | null): string {
  return price === null ? 'unknown' : priceText(price, currency);
}
