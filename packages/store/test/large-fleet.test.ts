import {
  canUseData,
  isPolled,
  type NotMonitoredReason,
  type PolledStatuses,
  whyNotMonitored,
} from '@roamwatch/core';
import { expect, test } from 'vitest';
import type { EsimQuery, Store } from '../src/index.js';
import { execute, freshStore, NOON, ON_POSTGRES, query } from './stores.js';

/** More than any read begins with in one slice. */
const ESIMS = 24_000;
const POLLED: readonly PolledStatuses[] = [
  { only: ['INSTALLED'] },
  { only: [] },
  { allBut: ['EXPIRED', 'SOME NEW ONE'] },
];

const BY_READING: EsimQuery = {
  now: NOON,
  polled: { only: [] },
  search: '',
  seesAddresses: true,
  status: null,
  alert: null,
  costCentre: null,
  notMonitored: null,
  sort: 'read',
  after: null,
  limit: 3_000,
};

/** eSIMs with every mixture of what can be odd about one; not every key is taken, and some are far apart. */
async function oddFleet(): Promise<Store> {
  const store = await freshStore();
  const numbers = `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${ESIMS})`;
  const key = `(i + i / 100 + case when i > ${ESIMS / 2} then 300000 else 0 end)`;
  await execute(
    store,
    `${numbers} insert into esim
        (id, esim_id, iccid, iccid_moved_at, status, usage_check, unlimited, top_up, notes, first_seen_at, left_list_at)
      select ${key}, 'esim-' || i, case when i % 11 = 0 then null else 'iccid-' || i end,
        case when i % 13 = 0 then ${NOON} end,
        case i % 5 when 0 then 'READY' when 1 then 'EXPIRED' when 2 then 'SOME NEW ONE' else 'INSTALLED' end,
        case when i % 7 = 0 then 0 else 1 end, 0, 0, '[]', ${NOON} - i, case when i % 17 = 0 then ${NOON} end
      from n;
    ${numbers} insert into esim_state (esim, reading_at, failing_since, clock_due_at, history_fetched_at)
      select ${key}, case when i % 3 = 0 then null else ${NOON} - i end,
        case when i % 19 = 0 then ${NOON} - 7200 end, ${NOON} + i % 4,
        case when i % 23 = 0 then null else ${NOON} - i % 1000 end
      from n;`,
  );
  return store;
}

interface Row {
  readonly id: number;
  readonly status: string;
  readonly iccid: string | null;
  readonly iccid_moved_at: number | null;
  readonly usage_check: number;
  readonly left_list_at: number | null;
  readonly first_seen_at: number;
  readonly reading_at: number | null;
  readonly failing_since: number | null;
  readonly clock_due_at: number;
  readonly history_fetched_at: number | null;
}

async function allRows(store: Store): Promise<readonly Row[]> {
  const rows = await query(
    store,
    'select * from esim join esim_state on esim_state.esim = esim.id order by id',
  );
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
      ]),
    ),
  ) as unknown as readonly Row[];
}

test('what is read of a large fleet in slices is what its rows say', async () => {
  const store = await oddFleet();
  const { fleet, pages, purchases, alerts } = store;
  const all = await allRows(store);
  const listed = all.filter((row) => row.left_list_at === null);
  const ownIccid = (row: Row) => (row.iccid_moved_at === null ? row.iccid : null);

  const byStatus = Map.groupBy(listed, ({ status }) => status);
  expect(await fleet.countByStatus()).toEqual(
    new Map([...byStatus].map(([status, { length }]) => [status, length])),
  );
  expect((await pages.esimFilters()).statuses).toEqual([...byStatus.keys()].toSorted());

  for (const polled of POLLED) {
    const askable = listed.filter(
      (row) => isPolled(polled, row.status) && ownIccid(row) !== null && row.usage_check === 1,
    );
    expect(await fleet.countPollTargets(polled)).toBe(askable.length);
    expect((await fleet.pollTargets(polled)).map(({ esim }) => esim)).toEqual(askable.map(({ id }) => id));
    const page = await fleet.pollTargets(polled, { after: 300_000, limit: 50 }, 315_000);
    expect(page.map(({ esim }) => esim)).toEqual(
      askable
        .filter(({ id }) => id > 300_000 && id <= 315_000)
        .slice(0, 50)
        .map(({ id }) => id),
    );
    const reasons = Map.groupBy(listed, (row): NotMonitoredReason | null =>
      whyNotMonitored(
        {
          status: row.status,
          iccid: ownIccid(row),
          usageCheck: row.usage_check === 1,
          failingSince: row.failing_since,
          readAt: row.reading_at,
        },
        polled,
      ),
    );
    reasons.delete(null);
    expect(await pages.notMonitored(polled)).toEqual(
      Object.fromEntries([...reasons].map(([reason, { length }]) => [reason, length])),
    );
    const read = askable.flatMap(({ reading_at }) => reading_at ?? []);
    const ages = read.map((at) => NOON - at);
    const { mean, ...others } = await fleet.readingAges(polled, NOON);
    expect(others).toEqual({ without: askable.length - read.length, oldest: Math.max(0, ...ages) });
    expect(mean).toBeCloseTo(
      ages.length === 0 ? 0 : ages.reduce((sum, age) => sum + age, 0) / ages.length,
      3,
    );
  }

  const before = NOON - 5_000;
  const seen = new Set(listed.filter(({ id }) => id % 9 > 0).map(({ id }) => id));
  const missing = listed.filter(({ id, first_seen_at }) => first_seen_at < before && !seen.has(id));
  expect(await fleet.unlisted(seen, before, NOON)).toEqual(missing.map(({ id }) => id));
  const usable = listed.filter(
    (row) => row.iccid_moved_at === null && row.first_seen_at < before && canUseData(row.status),
  );
  expect(
    await fleet.listedBefore(
      before,
      missing.map(({ id }) => id),
    ),
  ).toEqual({
    known: usable.length,
    missing: usable.filter(({ id }) => !seen.has(id)).length,
  });

  const histories = listed
    .filter((row) => ownIccid(row) !== null)
    .toSorted((a, b) => (a.history_fetched_at ?? 0) - (b.history_fetched_at ?? 0) || a.id - b.id)
    .map(({ id }) => id);
  const month = { from: '2000-01-01', to: '2030-01-01' };
  for (const limit of [100, 5_000]) {
    const first = await purchases.historiesDue({ month, retryBefore: NOON }, limit);
    expect(first.map(({ esim }) => esim)).toEqual(histories.slice(0, limit));
  }

  const byReading = [
    ...listed
      .filter(({ reading_at }) => reading_at !== null)
      .toSorted((a, b) => (a.reading_at ?? 0) - (b.reading_at ?? 0) || a.id - b.id),
    ...listed.filter(({ reading_at }) => reading_at === null),
  ];
  const found: (number | null)[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { rows, next } = await pages.esims({ ...BY_READING, after });
    found.push(...rows.map(({ readAt }) => readAt));
    more = next !== null;
    after = next;
  }
  expect(found).toEqual(byReading.map(({ reading_at }) => reading_at));

  const due: number[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page = { now: NOON + 1, leftSince: null, addressesOn: null, after, limit: 500 };
    const { last } = await alerts.byClock(page, ({ facts }) => {
      due.push(...[...facts].map(({ esim }) => esim));
      return { transitions: [], due: new Map() };
    });
    after = last;
  }
  expect(due).toEqual(listed.filter((row) => row.clock_due_at <= NOON + 1).map(({ id }) => id));
});

test.skipIf(ON_POSTGRES)('others get their turn while a large fleet is read', async () => {
  const { fleet, pages, purchases } = await oddFleet();
  const [polled = { only: [] }] = POLLED;
  const month = { from: '2000-01-01', to: '2030-01-01' };
  const reads: Readonly<Record<string, () => Promise<unknown>>> = {
    countByStatus: () => fleet.countByStatus(),
    countPollTargets: () => fleet.countPollTargets(polled),
    notMonitored: () => pages.notMonitored(polled),
    pollTargets: () => fleet.pollTargets({ only: ['ABSENT'] }, { after: 0, limit: 500 }),
    esims: () => pages.esims(BY_READING),
    readingAges: () => fleet.readingAges(polled, NOON),
    unlisted: () => fleet.unlisted(new Set(), NOON, NOON),
    listedBefore: () => fleet.listedBefore(NOON, []),
    historiesDue: () => purchases.historiesDue({ month, retryBefore: NOON }, 1_000),
  };
  for (const [name, read] of Object.entries(reads)) {
    let turns = 0;
    let isUnderWay = true;
    const other = () => {
      turns += 1;
      if (isUnderWay) setImmediate(other);
    };
    setImmediate(other);
    await read();
    isUnderWay = false;
    expect([name, turns > 1]).toEqual([name, true]);
  }
});
