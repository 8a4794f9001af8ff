import { expect, test } from 'vitest';
import type { EsimQuery, InventoryEntry, Store } from '../src/index.js';
import { fillFleet } from './big-fleet.js';
import { freshStore, NOON } from './stores.js';

const ALL: EsimQuery = {
  now: NOON,
  polled: { only: ['INSTALLED'] },
  search: '',
  seesAddresses: true,
  status: null,
  alert: null,
  costCentre: null,
  notMonitored: null,
  sort: 'worst',
  after: null,
  limit: 7,
};

async function fleetOf(esims: number): Promise<Store> {
  const store = await freshStore();
  await fillFleet(store, esims, NOON);
  return store;
}

async function everyPage(store: Store, query: EsimQuery): Promise<readonly string[]> {
  const found: string[] = [];
  let after: string | null = null;
  do {
    const page = await store.pages.esims({ ...query, after });
    found.push(...page.rows.map(({ esimId }) => esimId));
    after = page.next;
  } while (after !== null);
  return found;
}

test.each(['worst', 'left', 'expires', 'read', 'label'] as const)(
  'paging by %s shows every eSIM once, in order',
  async (sort) => {
    const store = await fleetOf(100);
    const paged = await everyPage(store, { ...ALL, sort });
    const whole = await store.pages.esims({ ...ALL, sort, limit: 1_000 });
    expect(paged).toEqual(whole.rows.map(({ esimId }) => esimId));
    expect(new Set(paged).size).toBe(100);
  },
);

test('the worst come first, then those with the least left on request', async () => {
  const store = await fleetOf(100);
  const worst = await store.pages.esims({ ...ALL, limit: 100 });
  expect(worst.rows.slice(0, 10).map(({ severity }) => severity)).toEqual([
    ...Array.from({ length: 3 }, () => 'critical'),
    ...Array.from({ length: 7 }, () => 'warning'),
  ]);
  const { rows } = await store.pages.esims({ ...ALL, sort: 'left', limit: 100 });
  const left = rows.map(({ remainingBytes }) => remainingBytes ?? 0);
  expect(left).toEqual(left.toSorted((a, b) => a - b));
});

test('filters and search find only matches, and take no text for a pattern', async () => {
  const store = await fleetOf(100);
  const count = async (query: Partial<EsimQuery>) => (await everyPage(store, { ...ALL, ...query })).length;
  expect(await count({ status: 'READY' })).toBe(33);
  expect(await count({ alert: 'critical' })).toBe(3);
  expect(await count({ alert: 'warning' })).toBe(7);
  expect(await count({ alert: 'none' })).toBe(90);
  expect(await count({ costCentre: 'cc-3' })).toBe(3);
  expect(await count({ notMonitored: 'status' })).toBe(33);
  expect(await count({ search: 'esim-0000042' })).toBe(1);
  expect(await count({ search: 'traveller 000' })).toBe(90);
  expect(await count({ search: '%' })).toBe(0);
  expect(await store.pages.notMonitored({ only: ['INSTALLED'] })).toMatchObject({ status: 33 });
});

test('each eSIM says why it is not monitored, as the counts and the filters do', async () => {
  const store = await fleetOf(600);
  const polled = { only: ['INSTALLED'] };
  const { rows } = await store.pages.esims({ ...ALL, polled, limit: 1_000 });
  const reasons = Map.groupBy(rows, ({ notMonitored }) => notMonitored);
  reasons.delete(null);
  const counts = Object.fromEntries([...reasons].map(([reason, { length }]) => [reason, length]));
  expect(counts).toEqual({ status: 200, failing: 1 });
  expect(await store.pages.notMonitored(polled)).toEqual(counts);
  for (const [notMonitored, listed] of reasons) {
    const found = await everyPage(store, { ...ALL, polled, notMonitored });
    expect(found.toSorted()).toEqual(listed.map(({ esimId }) => esimId).toSorted());
  }
});

test('for a reader who sees no addresses, a label with one is as if there were none', async () => {
  const store = await fleetOf(40);
  const { rows } = await store.pages.esims({ ...ALL, limit: 100 });
  const entries = rows.map(({ iccid }, index) => ({
    ...{ iccid: iccid ?? '', email: null, glCode: null, project: null, validFrom: null },
    ...(index % 2 === 0
      ? { label: `Traveller ${index}`, costCentre: 'lab' }
      : { label: `m${index}@example.com`, costCentre: 'anna@example.com' }),
  }));
  const answers = async (given: readonly InventoryEntry[], seesAddresses: boolean) => {
    await store.inventory.replace(given, String(given.length), NOON);
    const queries: readonly Partial<EsimQuery>[] = [
      { sort: 'label' },
      { search: 'example' },
      { search: 'm1' },
      { search: '@', alert: 'none' },
      { costCentre: 'anna@example.com' },
    ];
    return Promise.all(queries.map((query) => everyPage(store, { ...ALL, seesAddresses, ...query })));
  };
  const without = entries.map((entry, index) =>
    index % 2 === 0 ? entry : { ...entry, label: null, costCentre: null },
  );
  expect(await answers(entries, false)).toEqual(await answers(without, false));
  expect((await answers(entries, true)).map(({ length }) => length)).toEqual([40, 20, 6, 18, 20]);
});

test('a search that matches thousands finds each of them once, in every order', async () => {
  const store = await fleetOf(12_000);
  for (const sort of ['worst', 'left', 'label'] as const) {
    const found = await everyPage(store, { ...ALL, search: 'TRAVELLER', sort, limit: 1_000 });
    expect([sort, found.length, new Set(found).size]).toEqual([sort, 10_800, 10_800]);
  }
});

test('a cursor of nobody begins at the first page', async () => {
  const store = await fleetOf(20);
  const first = await store.pages.esims(ALL);
  expect(await store.pages.esims({ ...ALL, after: 'nonsense' })).toEqual(first);
});

test('alerts are paged worst first, and an acknowledgement is removed', async () => {
  const store = await fleetOf(200);
  const query = {
    now: NOON,
    state: 'open',
    severity: null,
    rule: null,
    search: '',
    seesAddresses: true,
    acknowledged: null,
  } as const;
  const first = await store.pages.alerts({ ...query, after: null, limit: 15 });
  const second = await store.pages.alerts({ ...query, after: first.next, limit: 15 });
  expect(second.next).toBeNull();
  const ids = [...first.rows, ...second.rows].map(({ id }) => id);
  expect(new Set(ids).size).toBe(20);
  expect(first.rows[0]).toMatchObject({ severity: 'critical' });

  const [id = 0] = ids;
  await store.alerts.acknowledge(id, NOON, 'anna', 'known');
  expect((await store.pages.alertCounts()).unacknowledgedCritical).toBe(5);
  expect(await store.alerts.unacknowledge(id, NOON + 1, 'bert')).toBe(true);
  expect(await store.alerts.unacknowledge(id, NOON + 2, 'bert')).toBe(false);
  expect((await store.pages.eventsOf(id)).map(({ change }) => change)).toEqual([
    'unacknowledged',
    'acknowledged',
  ]);
  expect((await store.pages.alert(id, NOON))?.acknowledgedBy).toBeNull();
});

test('the revision changes with the contents of pages', async () => {
  const store = await fleetOf(20);
  const before = await store.pages.revision();
  expect(await store.pages.revision()).toBe(before);
  await store.silences.add({
    matcher: 'rule=*',
    comment: '',
    createdAt: NOON,
    endsAt: NOON + 60,
    createdBy: 'anna',
  });
  expect(await store.pages.revision()).not.toBe(before);
});

test('a session is found until it expires or is ended', async () => {
  const { sessions } = await fleetOf(1);
  await sessions.add({ id: 'a', role: 'viewer', proof: 'p', createdAt: NOON, expiresAt: NOON + 60 });
  expect(await sessions.find('a', NOON + 59)).toMatchObject({ role: 'viewer', proof: 'p' });
  expect(await sessions.find('a', NOON + 60)).toBeNull();
  await sessions.extend('a', NOON + 120);
  expect(await sessions.find('a', NOON + 60)).not.toBeNull();
  await sessions.end('a');
  expect(await sessions.find('a', NOON)).toBeNull();
});
