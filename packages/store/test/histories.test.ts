import type { PackageEpoch } from '@roamwatch/core';
import { describe, expect, it } from 'vitest';
import type { Store } from '../src/index.js';
import { listAlone, listed, NOON, purchase, reading, storeWithEsims } from './stores.js';
import { heard, saveEpoch } from './writing.js';

const DAY = 86_400;
const FEBRUARY = { from: '2026-02-01', to: '2026-03-01' };
/** 2026-03-01T00:00:00Z. */
const MARCH_FIRST = Date.UTC(2026, 2, 1) / 1000;

async function due(store: Store, now = NOON, limit = 10): Promise<readonly number[]> {
  const targets = await store.purchases.historiesDue({ month: FEBRUARY, retryBefore: now - DAY }, limit);
  return targets.map(({ esim }) => esim);
}

function epoch(startedAt: number): PackageEpoch {
  return {
    number: 2,
    startedAt,
    changes: [],
    allowanceBytes: 1,
    packageEndsAt: null,
    endSince: 2,
    historyRows: null,
  };
}

describe('histories to request', () => {
  it('are those never fetched, whatever their status, a few at a time', async () => {
    const store = await storeWithEsims(3);
    await store.fleet.recordListed(
      {
        esims: [
          listed('e2', { status: 'READY' }),
          listed('e3', { status: 'EXPIRED' }),
          listed('e4', { iccid: null }),
        ],
        rejected: [],
      },
      NOON,
    );
    await store.purchases.record(1, { purchases: [purchase('p')], rejected: [] }, NOON);
    expect(await due(store)).toEqual([2, 3]);
    expect(await due(store, NOON, 1)).toEqual([2]);
  });

  it('are those whose package changed after the last fetch', async () => {
    const store = await storeWithEsims(2);
    for (const esim of [1, 2]) await store.purchases.record(esim, { purchases: [], rejected: [] }, NOON);
    await saveEpoch(store, 1, epoch(NOON));
    await saveEpoch(store, 2, epoch(NOON + 1));
    expect(await due(store)).toEqual([2]);
  });

  it('are those about in the month that ended, once', async () => {
    const store = await storeWithEsims(2);
    await store.fleet.recordListed({ esims: [listed('e3')], rejected: [] }, Date.UTC(2025, 1, 1) / 1000);
    for (const esim of [1, 2, 3])
      await store.purchases.record(esim, { purchases: [], rejected: [] }, MARCH_FIRST - 1);
    await heard(store, 1, reading(NOON, 5));
    expect(await due(store)).toEqual([1, 2]);
    expect(await store.purchases.historiesMissing(FEBRUARY)).toBe(2);
    await store.purchases.record(1, { purchases: [], rejected: [] }, MARCH_FIRST);
    await store.purchases.historyFailed(2, MARCH_FIRST);
    expect(await due(store)).toEqual([2]);
    expect(await store.purchases.historiesMissing(FEBRUARY)).toBe(0);
  });

  it('tell how many rows there were when the running epoch began, unless that is known', async () => {
    const store = await storeWithEsims(3);
    await saveEpoch(store, 1, epoch(NOON));
    await saveEpoch(store, 2, { ...epoch(NOON), historyRows: 7 });
    const purchases = [
      purchase('before', { purchasedAt: NOON }),
      purchase('undated', { purchasedAt: null }),
      purchase('since', { purchasedAt: NOON + 1 }),
    ];
    for (const esim of [1, 2, 3]) await store.purchases.record(esim, { purchases, rejected: [] }, NOON + 2);
    const facts = await store.fleet.facts([1, 2, 3], NOON + 3);
    expect(facts.map((one) => one.epoch?.historyRows ?? null)).toEqual([2, 7, null]);
  });

  it('pause after a failure, and are retried', async () => {
    const store = await storeWithEsims(1);
    await store.purchases.historyFailed(1, NOON);
    expect(await due(store, NOON + DAY)).toEqual([]);
    expect(await due(store, NOON + DAY + 1)).toEqual([1]);
    await store.purchases.record(1, { purchases: [], rejected: [] }, NOON + 2 * DAY);
    await saveEpoch(store, 1, epoch(NOON + 3 * DAY));
    expect(await due(store, NOON + 3 * DAY)).toEqual([1]);
  });

  it('leave out eSIMs that have left the list', async () => {
    const store = await storeWithEsims(1);
    await listAlone(store, [], NOON + 2);
    expect(await due(store)).toEqual([]);
    expect(await store.purchases.historiesMissing(FEBRUARY)).toBe(0);
  });
});

it('knows in what currency an eSIM was last sold a package', async () => {
  const store = await storeWithEsims(2);
  const bought = [
    purchase('first', { currency: 'USD', purchasedAt: NOON }),
    purchase('second', { currency: 'EUR', purchasedAt: NOON + 9 }),
    purchase('third', { currency: '', purchasedAt: NOON + 99 }),
  ];
  await store.purchases.record(1, { purchases: bought, rejected: [] }, NOON + 100);
  expect(await Promise.all([1, 2].map((esim) => store.purchases.currencyOf(esim)))).toEqual(['EUR', null]);
});
