import { HOUR } from '@roamwatch/core';
import type { ScriptedApi } from '@roamwatch/test-peers';
import { expect, test } from 'vitest';
import type { Installation } from './installation/installation.js';
import { scene } from './installation/scene.js';

const HISTORY = '/api/esim/history';

function historiesOf(api: ScriptedApi, number: number): number {
  const iccid = api.esims[number - 1]?.iccid;
  return api.requests.filter((asked) => asked.path === HISTORY && asked.iccid === iccid).length;
}

test('purchases are requested once: of installed eSIMs, of those not installed, and of those without usage calls', async () => {
  const { api, site } = await scene();
  api.add();
  api.add({ status: 'READY' });
  api.add({ status: 'EXPIRED' });
  api.add({ usageCheck: false });
  await site.poll();
  const first = [1, 2, 3, 4].map((number) => historiesOf(api, number));
  expect(Math.min(...first)).toBe(1);
  for (let poll = 0; poll < 3; poll++) await site.pollAfter(HOUR);
  expect([1, 2, 3, 4].map((number) => historiesOf(api, number))).toEqual(first);
});

test('a history that failed is requested again hours later, not in every cycle', async () => {
  const { api, site } = await scene();
  api.add();
  api.onRequest = ({ path }) => {
    api.trouble = path === HISTORY ? { status: 500, body: 'later' } : null;
  };
  await site.poll();
  const first = historiesOf(api, 1);
  for (let poll = 0; poll < 5; poll++) await site.pollAfter(HOUR);
  expect(historiesOf(api, 1)).toBe(first);
  api.onRequest = () => {
    api.trouble = null;
  };
  await site.pollAfter(2 * HOUR);
  await site.pollAfter(2 * HOUR);
  expect(historiesOf(api, 1)).toBe(first + 1);
});

test('all eSIMs of the month are requested once after its end', async () => {
  const { api, site } = await scene();
  api.add();
  await site.poll();
  const first = historiesOf(api, 1);
  site.clock.now = Date.UTC(2026, 3, 1, 12) / 1000;
  for (let poll = 0; poll < 3; poll++) await site.pollAfter(HOUR);
  expect(historiesOf(api, 1)).toBe(first + 1);
});

const USAGE = '/api/esim/usage/details';
/** A sample of this many eSIMs settles the units before the others are polled. */
const SAMPLE = 12;

test('a new fleet is polled for its usage first, those in use before profiles not installed, and for its packages afterwards', async () => {
  const { api, site } = await scene();
  for (let number = 1; number <= 40; number++) api.add({ status: number % 2 ? 'READY' : 'INSTALLED' });
  await site.poll();
  const paths = api.requests.map(({ path }) => path);
  const usages = api.requests.filter(({ path }) => path === USAGE).slice(SAMPLE);
  const between = paths.slice(paths.indexOf(USAGE), paths.lastIndexOf(USAGE));
  expect(between.filter((path) => path === HISTORY)).toHaveLength(SAMPLE);
  expect(usages).toHaveLength(40);
  const statusOf = (iccid: string | null) => api.esims.find((esim) => esim.iccid === iccid)?.status;
  const firstUnused = usages.findIndex(({ iccid }) => statusOf(iccid) === 'READY');
  // As many as are polled at a time may overtake each other.
  expect(firstUnused).toBeGreaterThanOrEqual(20 - 4);
  expect([1, 2, 39, 40].map((number) => historiesOf(api, number) > 0)).toEqual([true, true, true, true]);
});

test('the first poll of a large fleet sends its alerts before any history is requested', async () => {
  const { api, site } = await scene();
  for (let number = 1; number <= 1_001; number++) api.add();
  const histories = () => api.requests.filter(({ path }) => path === HISTORY).length;
  await site.poll();
  expect(histories()).toBe(SAMPLE);
  await site.pollAfter(HOUR);
  expect(histories()).toBe(SAMPLE + 200);
});

test('a few eSIMs of another unit in a new fleet are read in their own, without a warning', async () => {
  const { api, site } = await scene();
  for (let number = 1; number <= 60; number++) api.add({ remaining: 900 });
  const [odd, low] = [api.esims[1], api.esims[2]];
  if (odd) Object.assign(odd, { allowed: 1024 * 1024, remaining: 900 * 1024 });
  if (low) Object.assign(low, { allowed: 1024 * 1024, remaining: 50 * 1024 });
  await site.poll();
  const alerts = await (await site.context).store.alerts.history(100);
  expect(alerts.map(({ iccid, rule }) => [iccid, rule])).toEqual([[low?.iccid, 'low-data']]);
  const reading = await readingOf(site, odd?.iccid ?? '');
  expect(reading?.allowanceBytes).toBe(1024 ** 3);
});

test('a package bought after the first poll, and before the history was first read, begins a new epoch all the same', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 100, packages: [{ name: '1 GB - 30 Days', at: 1_770_000_000 }] });
  let isDown = true;
  api.onRequest = ({ path }) => {
    api.trouble = path === HISTORY && isDown ? { status: 500, body: 'later' } : null;
  };
  await site.poll();
  isDown = false;
  Object.assign(esim, {
    remaining: 1000,
    packages: [...esim.packages, { name: '1 GB - 30 Days', at: site.clock.now + HOUR }],
  });
  await site.pollAfter(2 * HOUR);
  const { store } = await site.context;
  const [alert] = await store.alerts.history(1);
  expect(alert).toMatchObject({ change: 'resolved' });
});

async function readingOf({ context }: Installation, iccid: string) {
  const { store, now } = await context;
  const esim = await store.fleet.findByIccid(iccid);
  const [facts] = esim === null ? [] : await store.fleet.facts([esim], now());
  return facts?.reading;
}
