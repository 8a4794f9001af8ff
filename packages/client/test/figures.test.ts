import { expect, test } from 'vitest';
import { sendData, startProvider, usageBody } from './provider.js';

const ICCID = usageBody().iccid;

async function detailsOf(over: object) {
  const provider = await startProvider((_, response) => sendData(response, usageBody(over)));
  return provider.client().usageDetails(ICCID);
}

test.each<[string, object]>([
  ['-1 of -1', { allowedData: -1, remainingData: -1 }],
  ['the largest integer of JavaScript', { allowedData: Number.MAX_SAFE_INTEGER, remainingData: 12 }],
  ['the same as text', { allowedData: '9007199254740991', remainingData: '0' }],
  ['the largest integer of 64 bits', { allowedData: '9223372036854775807', remainingData: null }],
  ['the same as a number', { allowedData: 2 ** 63, remainingData: 2 ** 63 }],
  ['the largest unsigned integer of 64 bits', { allowedData: 2 ** 64 }],
  ['the largest integer of 32 bits', { allowedData: 2_147_483_647, remainingData: 0 }],
  ['the largest unsigned integer of 32 bits', { allowedData: 4_294_967_295 }],
  ['a word', { allowedData: 'Unlimited', remainingData: 'unlimited' }],
  ['a flag', { isUnlimited: true, allowedData: 0, remainingData: 0 }],
  ['a throttle', { withThrottle: true, allowedData: 2048, remainingData: 0 }],
  ['a throttle with its threshold', { withThrottle: { threshold: 2, unit: 'GB' }, allowedData: 2048 }],
])('unlimited, told as %s, is -1 of -1', async (_, over) => {
  const { allowed, remaining, rejected } = await detailsOf(over);
  expect([allowed, remaining, rejected]).toEqual([-1, -1, []]);
});

test.each<[string, object, number | null, number | null]>([
  ['more used than allowed', { allowedData: 1024, remainingData: -5 }, 1024, -5],
  ['one unit more', { allowedData: 1024, remainingData: -1 }, 1024, -1],
  ['nothing of nothing', { allowedData: 0, remainingData: 0 }, 0, 0],
  ['an ordinary 2 GB in bytes', { allowedData: 2_147_483_648, remainingData: 7 }, 2_147_483_648, 7],
  ['no throttle', { withThrottle: false, isUnlimited: false }, 1024, 924],
])('%s stays what it is', async (_, over, allowed, remaining) => {
  expect(await detailsOf(over)).toMatchObject({ allowed, remaining, rejected: [] });
});

test.each<[string, object, string]>([
  ['a missing allowance', { allowedData: undefined }, 'allowedData is missing'],
  ['an allowance of null', { allowedData: null }, 'allowedData is missing'],
  ['an allowance below -1', { allowedData: -2 }, 'allowedData is negative'],
  ['an unreadable remainder', { remainingData: '1,024' }, 'remainingData is unreadable'],
  ['an unreadable start', { startedAt: 'yesterday' }, 'startedAt is unreadable'],
  ['a status that is no text', { status: {} }, 'status is unreadable'],
  ['an id that is no text', { id: [] }, 'id is unreadable'],
])('%s takes nothing else with it', async (_, over, reason) => {
  const details = await detailsOf({ expiredAt: 1733047594, ...over });
  expect(details.endsAt).toBe(1733047594);
  expect(details.days).toHaveLength(2);
  expect([details.allowed, details.remaining].filter((figure) => figure !== null).length).toBeGreaterThan(0);
  expect(details.rejected.map((one) => one.reason)).toEqual([reason]);
});

test('daily rows that are missing cost no figure', async () => {
  expect(await detailsOf({ dataUsages: undefined })).toMatchObject({
    allowed: 1024,
    remaining: 924,
    days: [],
  });
});

test('prices are the decimals the provider means, and anything else is rejected', async () => {
  const prices = [
    16.049999999999997,
    0.1 + 0.2,
    4.35 * 3,
    1.1 * 1.1,
    5,
    '4.90',
    '16.049999999999997',
    1 / 3,
    1e21,
  ];
  const provider = await startProvider((_, response) =>
    sendData(
      response,
      prices.map((price) => ({ packageId: 'p', price, currency: 'USD', createdAt: 1731837535 })),
    ),
  );
  const { purchases, rejected } = await provider.client().packagesHistory(ICCID);
  expect(purchases.map(({ price }) => price)).toEqual([
    '16.05',
    '0.3',
    '13.05',
    '1.21',
    '5',
    '4.90',
    '16.05',
    null,
    null,
  ]);
  expect(rejected).toMatchObject([{ reason: 'price is unreadable' }, { reason: 'price is unreadable' }]);
});
