import {
  type DataUnit,
  type PackagePurchase,
  type Rejected,
  type TopUpPackage,
  toBytes,
  UNIT_BYTES,
} from '@roamwatch/core';
import { aloneContext, type DecodeContext, Decoding } from './decoding.js';
import { arrayOf, decodeEntries } from './entries.js';
import type { Fields } from './fields.js';
import { isUnlimited, saysUnlimited } from './unlimited.js';

/** Packages that can be added to an eSIM. */
export interface TopUps {
  readonly packages: readonly TopUpPackage[];
  /** Entries and fields that could not be read. */
  readonly rejected: readonly Rejected[];
}

/** Packages that were applied to an eSIM. */
export interface PackagesHistory {
  /** In the provider's order. */
  readonly purchases: readonly PackagePurchase[];
  /** Entries and fields that could not be read. */
  readonly rejected: readonly Rejected[];
}

/** Throws `unreadable` unless `data` is a list. */
export function decodeTopUps(data: unknown, context: DecodeContext = aloneContext()): TopUps {
  const decoding = new Decoding(context);
  const entries = arrayOf('topup-packages', data);
  return { packages: decodeEntries(entries, 'top-up', readTopUp, decoding), rejected: decoding.rejected };
}

/** Throws `unreadable` unless `data` is a list. */
export function decodeHistory(data: unknown, context: DecodeContext = aloneContext()): PackagesHistory {
  const decoding = new Decoding(context);
  const entries = arrayOf('packages-history', data);
  return {
    purchases: decodeEntries(entries, 'purchase', readPurchase, decoding),
    rejected: decoding.rejected,
  };
}

function readTopUp(fields: Fields): TopUpPackage | null {
  const named = readName(fields);
  if (named === null) return null;
  const data = fields.inner('data');
  const unlimited = isUnlimited(fields) || saysUnlimited(data.wire.dataAmount);
  return {
    ...named,
    days: fields.number('day'),
    price: fields.price('price'),
    currency: fields.text('currency'),
    unlimited,
    dataBytes: unlimited ? null : readDataBytes(data),
  };
}

function readDataBytes(data: Fields): number | null {
  const amount = data.number('dataAmount');
  const unit = data.text('dataUnit')?.toUpperCase();
  if (amount === null || amount < 0 || unit === undefined) return null;
  if (!isDataUnit(unit)) {
    data.rejectField('dataUnit', 'unknown');
    return null;
  }
  const bytes = toBytes(amount, unit);
  if (bytes === null) data.rejectField('dataAmount', 'out of range');
  return bytes;
}

function isDataUnit(text: string): text is DataUnit {
  return Object.hasOwn(UNIT_BYTES, text);
}

function readPurchase(fields: Fields): PackagePurchase | null {
  const named = readName(fields);
  if (named === null) return null;
  return {
    ...named,
    esimId: fields.id('esimId') ?? '',
    type: fields.text('type') ?? '',
    price: fields.price('price'),
    currency: fields.text('currency')?.toUpperCase() ?? '',
    purchasedAt: fields.instant('createdAt'),
    updatedAt: fields.instant('updatedAt'),
  };
}

function readName(fields: Fields): { packageId: string; packageName: string } | null {
  const packageId = fields.id('packageId');
  const packageName = fields.text('package');
  if (packageId === null && packageName === null) {
    fields.reject('neither package id nor name', 'packageId', 'package');
    return null;
  }
  return { packageId: packageId ?? '', packageName: packageName ?? '' };
}
