import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EsimQuery } from '../src/index.js';
import {
  freeze,
  NOON,
  ON_POSTGRES,
  paged,
  purchase,
  reading,
  rowsOf,
  snapshotOf,
  storeWithEsims,
} from './stores.js';
import { answer, heard, recordDays } from './writing.js';

const MOST = Number.MAX_SAFE_INTEGER;
const PACKAGE = { packageStartedAt: NOON - 2 * 86_400, packageEndsAt: NOON + 86_400 };
const MARCH = { from: '2026-03-01', to: '2026-04-01' };
const CLOSING = {
  month: '2026-03',
  closedAt: NOON,
  dataAsOf: NOON,
  timeZone: 'UTC',
  schemaVersion: 2,
  completeness: null,
};
const FLEET: EsimQuery = {
  now: NOON,
  polled: { only: ['INSTALLED'] },
  search: '',
  seesAddresses: true,
  status: null,
  alert: null,
  costCentre: null,
  notMonitored: null,
  sort: 'left',
  after: null,
  limit: 3,
};

/** So many of the largest figure are more than 64 bits hold. */
const PLACES = Array.from({ length: 1_100 }, (_, index) => `Place ${1_000 + index}`);
const impossible = (usedBytes: number) =>
  PLACES.map((location) => ({ date: '2026-03-09', location, usedBytes }));

test('the sum of figures that no eSIM can have keeps no figure of another from being read', async () => {
  const store = await storeWithEsims(2);
  const bought = { purchasedAt: NOON - 86_400 };
  for (const esim of [1, 2]) {
    const days = esim === 1 ? impossible(MOST) : [{ date: '2026-03-09', location: 'France', usedBytes: 7 }];
    await recordDays(store, esim, days, NOON);
    await heard(store, esim, reading(NOON, 900, PACKAGE));
    await answer(store, esim, NOON, { purchases: [purchase('p', { ...bought, esimId: `e${esim}` })] });
  }
  const snapshot = await snapshotOf(store);
  const sums = {
    used: (await rowsOf(snapshot.used(MARCH))).map(({ usedBytes }) => usedBytes),
    reconciliation: (await rowsOf(snapshot.reconciliation(MARCH))).map(({ dailyBytes }) => dailyBytes),
    packages: (await rowsOf(snapshot.packages(MARCH, MARCH, 'UTC'))).map(({ usedBytes }) => usedBytes),
    page: (await store.pages.esims(FLEET)).rows.map(({ days }) => days[0]?.usedBytes),
  };
  for (const [where, [first, second]] of Object.entries(sums)) {
    expect([where, second]).toEqual([where, 7]);
    expect([where, Math.round((first ?? 0) / MOST)]).toEqual([where, PLACES.length]);
  }
});

test('once their places are erased, the same answer changes nothing, and can be read', async () => {
  const store = await storeWithEsims(1);
  await recordDays(store, 1, impossible(MOST), NOON);
  await store.upkeep.forget('8944-e1', NOON);
  expect(await recordDays(store, 1, impossible(MOST), NOON + 60)).toEqual({ added: 0, changed: 0 });
  expect(await store.usage.daysSince(1, '2026-03-01')).toEqual([
    { date: '2026-03-09', location: '(erased)', usedBytes: MOST },
  ]);
});

test('what was pruned after it was erased comes back from its closed month, and can be read', async () => {
  const store = await storeWithEsims(1);
  await recordDays(store, 1, impossible(MOST), NOON);
  const rows = await rowsOf((await snapshotOf(store)).usage(MARCH));
  await freeze(store, CLOSING, {
    usage: paged(rows),
    purchases: paged([]),
    reconciliation: paged([]),
    cost: paged([]),
  });
  await store.upkeep.forget('8944-e1', NOON);
  expect((await store.upkeep.prune({ dropDaysBefore: '2026-04-01' })).days).toBe(1);
  await store.closing.reopen('2026-03', () => ({ at: NOON, comment: '' }));
  expect(await store.usage.daysSince(1, '2026-03-01')).toEqual([
    { date: '2026-03-09', location: '(erased)', usedBytes: MOST },
  ]);
});

test('the fleet is put in order by what is left, whatever is left of whatever allowance', async () => {
  const size = fc.constantFrom(1, 2, 1_000_000, 1_000_001, 9e15, MOST);
  const figures = fc.record({
    allowanceBytes: size,
    remainingBytes: fc.oneof(
      size,
      size.map((bytes) => 0 - bytes),
      fc.constant(0),
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(figures, { minLength: 8, maxLength: 8 }), async (fleet) => {
      const store = await storeWithEsims(fleet.length);
      for (const [index, { allowanceBytes, remainingBytes }] of fleet.entries()) {
        await heard(store, index + 1, reading(NOON, remainingBytes, { allowanceBytes }));
      }
      const found: number[] = [];
      let after: string | null = null;
      do {
        const page = await store.pages.esims({ ...FLEET, after });
        found.push(...page.rows.map((row) => (row.remainingBytes ?? 0) / (row.allowanceBytes ?? 0)));
        after = page.next;
      } while (after !== null);
      expect(found.length).toBe(fleet.length);
      const upToAMillion = found.map((share) => Math.max(-1e6, Math.min(share, 1e6)));
      const millionths = upToAMillion.map((share) => Math.trunc(share * 1e6));
      expect(millionths).toEqual(millionths.toSorted((a, b) => a - b));
      await store.close();
    }),
    { numRuns: ON_POSTGRES ? 5 : 20 },
  );
});
