import type { UsageRow } from '@roamwatch/core';
import { describe, expect, it } from 'vitest';
import type { Store } from '../src/index.js';
import {
  freeze,
  listed,
  NOON,
  paged,
  purchase,
  reading,
  rowsOf,
  snapshotOf,
  storeWithEsims,
} from './stores.js';
import { heard, recordDays } from './writing.js';

const MARCH = { from: '2026-03-01', to: '2026-04-01' };

async function fleetWithUsage(): Promise<Store> {
  const store = await storeWithEsims(2);
  await store.fleet.recordListed(
    { esims: [listed('e0', { iccid: '8944-e0' }), listed('e9', { iccid: null })], rejected: [] },
    NOON,
  );
  const day = (date: string, location: string, usedBytes = 1) => ({ date, location, usedBytes });
  await recordDays(
    store,
    1,
    [day('2026-03-02', 'Spain'), day('2026-03-02', 'France'), day('2026-03-01', '')],
    NOON,
  );
  await recordDays(
    store,
    3,
    [day('2026-03-02', 'France'), day('2026-02-28', 'France'), day('2026-04-01', 'x')],
    NOON,
  );
  await recordDays(store, 4, [day('2026-03-02', 'France', 0)], NOON);
  return store;
}

describe('usage', () => {
  it('comes by ICCID, eSIM, date and place, the end exclusive', async () => {
    const rows = await rowsOf((await snapshotOf(await fleetWithUsage())).usage(MARCH));
    expect(rows.map((row) => [row.usageDate, row.iccid, row.location])).toEqual([
      ['2026-03-02', null, 'France'],
      ['2026-03-02', '8944-e0', 'France'],
      ['2026-03-01', '8944-e1', ''],
      ['2026-03-02', '8944-e1', 'Spain'],
      ['2026-03-02', '8944-e1', 'France'],
    ]);
  });

  it('goes to the holder of the eSIM on each day', async () => {
    const store = await fleetWithUsage();
    const entry = { email: null, glCode: 'g', project: null, iccid: '8944-e1' };
    await store.inventory.replace(
      [
        { ...entry, label: 'Anna', costCentre: 'a', validFrom: '2026-03-01' },
        { ...entry, label: 'Ben', costCentre: 'b', validFrom: '2026-03-02' },
      ],
      'a',
      NOON,
    );
    const rows = (await rowsOf((await snapshotOf(store)).usage(MARCH))).filter((row) => row.esimId === 'e1');
    expect(rows.map((row) => [row.label, row.costCentre, row.glCode])).toEqual([
      ['Anna', 'a', 'g'],
      ['Ben', 'b', 'g'],
      ['Ben', 'b', 'g'],
    ]);
  });

  it('is one snapshot, and lets the store write between two pages', async () => {
    const store = await storeWithEsims(3);
    const days = Array.from({ length: 28 }, (_, day) => `2026-03-${String(day + 1).padStart(2, '0')}`);
    for (const esim of [1, 2, 3]) {
      for (let place = 0; place < 40; place += 1) {
        await recordDays(
          store,
          esim,
          days.map((date) => ({ date, location: `place ${place}`, usedBytes: 1 })),
          NOON,
        );
      }
    }
    const snapshot = await snapshotOf(store);
    let pages = 0;
    for await (const rows of snapshot.usage(MARCH)) {
      pages += 1;
      await recordDays(store, 3, [{ date: '2026-03-29', location: 'Peru', usedBytes: pages }], NOON);
      expect(rows.some(({ location }) => location === 'Peru')).toBe(false);
    }
    expect(pages).toBeGreaterThan(1);
    expect(await rowsOf(snapshot.usage(MARCH))).toHaveLength(3 * 28 * 40);
    expect(await rowsOf((await snapshotOf(store)).usage(MARCH))).toHaveLength(3 * 28 * 40 + 1);
  });
});

describe('reconciliation', async () => {
  const ended = NOON - 3 * 86_400;
  const packagesOf = async (store: Store) =>
    (await rowsOf((await snapshotOf(store)).reconciliation(MARCH))).map((row) => [
      row.esimId,
      row.packageStartedAt,
      row.readingAt,
      row.remainingBytes,
      row.dailyBytes,
      row.firstDay,
    ]);

  it('takes the last reading of each package in the range, and the days that reading has counted', async () => {
    const store = await storeWithEsims(1);
    const days = ['2026-03-04', '2026-03-06', '2026-03-07', '2026-03-08', '2026-03-11'];
    await recordDays(
      store,
      1,
      days.map((date, index) => ({ date, location: 'Peru', usedBytes: 10 ** index })),
      NOON,
    );
    const first = { packageStartedAt: ended - 86_400, packageEndsAt: ended };
    const second = { packageStartedAt: ended + 60, packageEndsAt: NOON + 9_999 };
    await heard(store, 1, reading(ended - 10, 500, first));
    await heard(store, 1, reading(ended + 10, 400, first));
    await heard(store, 1, reading(ended + 70, null, second));
    await heard(store, 1, reading(NOON, 900, second));
    await heard(store, 1, reading(Date.UTC(2026, 3, 1) / 1000, 1, second));
    expect(await packagesOf(store)).toEqual([
      ['e1', ended - 86_400, ended + 10, 400, 10, '2026-03-06'],
      ['e1', ended + 60, NOON, 900, 1_100, '2026-03-07'],
    ]);
  });

  it('names eSIMs that have days or readings but no figures, and leaves out the rest', async () => {
    const store = await storeWithEsims(3);
    await recordDays(store, 1, [{ date: '2026-03-31', location: '', usedBytes: 5 }], NOON);
    await heard(store, 2, reading(NOON, null));
    await heard(store, 3, reading(Date.UTC(2026, 1, 1) / 1000, 7));
    expect(await packagesOf(store)).toEqual([
      ['e1', null, null, null, 5, '2026-03-31'],
      ['e2', null, null, null, 0, null],
    ]);
  });
});

describe('purchases', () => {
  it('come by time, and none is lost for want of one', async () => {
    const store = await storeWithEsims(2);
    await store.purchases.record(
      2,
      { purchases: [purchase('p1', { purchasedAt: NOON - 5, price: '-4.50' })], rejected: [] },
      NOON,
    );
    await store.purchases.record(
      1,
      {
        purchases: [
          purchase('p2'),
          purchase('p3', { purchasedAt: null, price: null }),
          purchase('p4', { purchasedAt: 0 }),
        ],
        rejected: [],
      },
      NOON + 7,
    );
    const rows = await rowsOf((await snapshotOf(store)).purchases(MARCH));
    expect(rows.map((row) => [row.packageId, row.purchasedAt, row.price])).toEqual([
      ['p1', NOON - 5, '-4.50'],
      ['p2', NOON, '4.50'],
      ['p3', NOON + 7, null],
    ]);
  });
});

describe('closing', async () => {
  const march = {
    month: '2026-03',
    closedAt: NOON,
    dataAsOf: NOON - 9,
    timeZone: 'Europe/London',
    schemaVersion: 2,
    completeness: null,
  };

  async function frozen(store: Store) {
    const snapshot = await snapshotOf(store);
    const correction: UsageRow = {
      usageDate: '2026-02-03',
      iccid: '8944-e1',
      esimId: 'e1',
      location: 'France',
      usedBytes: -70,
      quality: 'restated',
      firstSeenAt: 1,
      lastChangedAt: 2,
      label: 'Anna',
      costCentre: null,
      glCode: null,
      project: 'p',
      chargeClass: 'Correction',
      countryCode: 'FR',
    };
    return {
      usage: [
        correction,
        ...(await rowsOf(snapshot.usage(MARCH))).map((row) => ({ ...row, countryCode: '' })),
      ],
      purchases: (await rowsOf(snapshot.purchases(MARCH))).map((row) => ({ ...row, refund: false })),
    };
  }

  function streamed(rows: Awaited<ReturnType<typeof frozen>>) {
    return {
      usage: paged(rows.usage),
      purchases: paged(rows.purchases),
      reconciliation: paged([]),
      cost: paged([]),
    };
  }

  it('keeps the rows exactly, in their order, whatever happens after', async () => {
    const store = await fleetWithUsage();
    await store.purchases.record(
      1,
      { purchases: [purchase('p1'), purchase('p2', { price: null })], rejected: [] },
      NOON,
    );
    const rows = await frozen(store);
    await freeze(store, march, streamed(rows));
    await recordDays(store, 1, [{ date: '2026-03-02', location: 'Spain', usedBytes: 99 }], NOON + 9);
    await store.purchases.record(
      1,
      { purchases: [purchase('p1', { price: '0.01' })], rejected: [] },
      NOON + 9,
    );
    await store.inventory.replace([], 'x', NOON);
    await store.fleet.recordListed({ esims: [listed('e9', { iccid: 'new' })], rejected: [] }, NOON + 9);
    const { closedMonths } = await snapshotOf(store);
    expect(await rowsOf(closedMonths.usage('2026-03'))).toEqual(rows.usage);
    expect(await rowsOf(closedMonths.purchases('2026-03'))).toEqual(rows.purchases);
    expect(closedMonths.closings).toEqual([march]);
    const e1 = { esimId: 'e1' };
    expect(await closedMonths.usageOf([{ ...e1, usageDate: '2026-02-03' }])).toEqual(rows.usage.slice(0, 1));
    expect(
      await closedMonths.usageOf([
        { ...e1, usageDate: '2026-03-02' },
        { ...e1, usageDate: '2026-03-01' },
        { ...e1, usageDate: '2026-03-02' },
      ]),
    ).toEqual(rows.usage.slice(1).filter((row) => row.esimId === 'e1'));
    expect(await closedMonths.usageOf([{ esimId: 'e2', usageDate: '2026-03-02' }])).toEqual([]);
    expect(await closedMonths.purchasesOf([{ ...e1, purchasedAt: NOON }])).toEqual(rows.purchases);
    expect(await closedMonths.purchasesOf([{ ...e1, purchasedAt: NOON + 1 }])).toEqual([]);
    expect(await closedMonths.purchasesOf([{ esimId: 'e2', purchasedAt: NOON }])).toEqual([]);
  });

  it('happens once, as a whole, and is undone only on purpose, with a trace', async () => {
    const store = await fleetWithUsage();
    const rows = await frozen(store);
    const failing = async function* () {
      yield rows.usage;
      throw new Error('the disk failed');
    };
    await expect(freeze(store, march, { ...streamed(rows), usage: failing() })).rejects.toThrow(
      'the disk failed',
    );
    expect((await store.closing.history()).closings).toEqual([]);
    await expect(store.closing.reopen('2026-03', () => ({ at: NOON, comment: '' }))).rejects.toMatchObject({
      reason: 'closing',
    });
    await freeze(store, march, streamed(rows));
    await expect(freeze(store, march, streamed(rows))).rejects.toMatchObject({ reason: 'closing' });
    await store.closing.reopen('2026-03', () => ({ at: NOON + 1, comment: 'wrong cost centre' }));
    expect(await rowsOf((await snapshotOf(store)).closedMonths.usage('2026-03'))).toEqual([]);
    expect((await store.closing.history()).events).toEqual([
      { month: '2026-03', at: NOON, action: 'closed', comment: '', actor: null },
      { month: '2026-03', at: NOON + 1, action: 'reopened', comment: 'wrong cost centre', actor: null },
    ]);
    await freeze(store, march, streamed(rows));
    expect(await rowsOf((await snapshotOf(store)).closedMonths.usage('2026-03'))).toHaveLength(
      rows.usage.length,
    );
    expect(await store.upkeep.check()).toEqual([]);
  });
});
