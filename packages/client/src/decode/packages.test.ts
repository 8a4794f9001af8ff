import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeHistory, decodeTopUps } from './packages.js';

const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../spec/examples/${name}.json`, import.meta.url), 'utf8')).data;

test("reads the vendor's samples", () => {
  expect(decodeTopUps(sample('topup-packages'))).toEqual({
    packages: [
      {
        packageId: 'esim-cambodia-7days-1gb-all',
        packageName: '1 GB - 7 Days',
        days: 7,
        price: '5',
        currency: null,
        unlimited: false,
        dataBytes: 1024 ** 3,
      },
    ],
    rejected: [],
  });
  expect(decodeHistory(sample('packages-history'))).toEqual({
    purchases: [
      {
        esimId: 'b06036c5-eadc-4f88-aa31-8c207fec91ec',
        packageId: 'esim-cambodia-7days-1gb-all',
        packageName: '1 GB - 7 Days',
        type: 'esim',
        price: '5',
        currency: 'USD',
        purchasedAt: 1731837535,
        updatedAt: 1731837539,
      },
    ],
    rejected: [],
  });
});

test('unlimited and not-included amounts have no bytes; an unknown unit is noted', () => {
  const topUp = (data: object) => decodeTopUps([{ packageId: 'p', data }]);
  expect(topUp({ isUnlimited: true, dataAmount: 1, dataUnit: 'GB' }).packages[0]?.dataBytes).toBeNull();
  expect(topUp({ dataAmount: -1, dataUnit: 'MB' })).toMatchObject({
    packages: [{ dataBytes: null }],
    rejected: [],
  });
  expect(topUp({ dataAmount: '1.5', dataUnit: 'gb' }).packages[0]?.dataBytes).toBe(1.5 * 1024 ** 3);
  expect(topUp({ dataAmount: 1, dataUnit: 'toString' }).rejected).toMatchObject([
    { reason: 'dataUnit is unknown' },
  ]);
});

test('a purchase keeps its price as it came, or without one; a row that names no package is rejected', () => {
  const { purchases, rejected } = decodeHistory([
    { packageId: 'p', price: '4.90', currency: 'eur', type: 'topup' },
    { package: 'P', price: 'free', createdAt: 1731837535000 },
    { price: 5 },
  ]);
  expect(purchases).toMatchObject([
    { packageId: 'p', price: '4.90', currency: 'EUR', type: 'topup', purchasedAt: null },
    { packageName: 'P', price: null, purchasedAt: null },
  ]);
  expect(rejected.map(({ what, reason }) => `${what}: ${reason}`)).toEqual([
    'figure: price is unreadable',
    'figure: createdAt is unreadable',
    'purchase: neither package id nor name',
  ]);
});

test('anything but a list is unreadable', () => {
  for (const data of [undefined, null, {}, 'x']) {
    expect(() => decodeHistory(data)).toThrow(expect.objectContaining({ reason: 'unreadable' }));
    expect(() => decodeTopUps(data)).toThrow(expect.objectContaining({ reason: 'unreadable' }));
  }
});
