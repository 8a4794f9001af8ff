import { DAY, HOUR, UNIT_BYTES } from '@roamwatch/core';
import type { ScriptedApi } from '@roamwatch/test-peers';
import { expect, test } from 'vitest';
import { type Installation, NOON } from './installation/installation.js';
import { scene } from './installation/scene.js';

const { KB, MB } = UNIT_BYTES;
const YESTERDAY = '2026-03-01';

/** eSIMs that run 1 GB since a week, each with something used, counted in these units. */
function fleetOf(api: ScriptedApi, count: number, allowance = MB, daily = KB) {
  for (let number = 1; number <= count; number++) api.add({ startedAt: NOON - 7 * DAY });
  countIn(api, allowance, daily);
}

/** Counts what every eSIM has and has used in these units. */
function countIn(api: ScriptedApi, allowance: number, daily: number, eachUsed = 100) {
  for (const [index, esim] of api.esims.entries()) {
    const used = (eachUsed + index) * MB;
    esim.allowed = (1024 * MB) / allowance;
    esim.remaining = (1024 * MB - used) / allowance;
    esim.days = [{ date: YESTERDAY, usage: used / daily, location: 'France' }];
  }
}

async function unitsOf(site: Installation) {
  const units = await (await site.context).store.usage.units();
  return [units?.allowance.unit, units?.dailyUsage.unit];
}

test('a provider that counts in other units overnight changes no byte, no package and no alert', async () => {
  const { api, site } = await scene();
  fleetOf(api, 20);
  await site.poll();
  expect(await unitsOf(site)).toEqual(['MB', 'KB']);
  const usage = await site.usage();

  countIn(api, KB, MB);
  const { summary } = await site.pollAfter(HOUR);

  expect(await unitsOf(site)).toEqual(['KB', 'MB']);
  expect(await site.usage()).toEqual(usage);
  expect(summary).toMatchObject({ polled: 20, dailyRowsNew: 0, dailyRowsChanged: 0, alertsOpened: 0 });
  expect(await site.open()).toEqual([]);
  const epochs = (await (await site.context).store.fleet.pollTargets({ only: ['INSTALLED'] })).map(
    ({ epoch }) => epoch?.number,
  );
  expect(new Set(epochs)).toEqual(new Set([1]));
});

test('daily rows are corrected once there is use to compare them with', async () => {
  const { api, site } = await scene();
  fleetOf(api, 20, MB, MB);
  for (const esim of api.esims) Object.assign(esim, { remaining: 1024, days: [] });
  await site.poll();
  expect(await unitsOf(site)).toEqual(['MB', 'KB']);

  // A row comes before the allowance shows it: nothing to compare yet, so it is read as KB.
  for (const esim of api.esims) esim.days = [{ date: YESTERDAY, usage: 100, location: 'France' }];
  await site.pollAfter(HOUR);
  expect((await site.usage())[0]).toContain(String(100 * KB));

  for (const esim of api.esims) esim.remaining = 924;
  await site.pollAfter(HOUR);
  expect(await unitsOf(site)).toEqual(['MB', 'MB']);
  expect(await site.usage()).toHaveLength(20);
  expect((await site.usage())[0]).toContain(String(100 * MB));
});

test('a few odd eSIMs turn nothing', async () => {
  const { api, site } = await scene();
  fleetOf(api, 20);
  await site.poll();
  const odd = api.esims.slice(0, 3);
  for (const esim of odd) Object.assign(esim, { allowed: 1024 * KB, remaining: 900 * KB });
  await site.pollAfter(HOUR);
  await site.pollAfter(HOUR);
  expect(await unitsOf(site)).toEqual(['MB', 'KB']);
});

test('while the unit of allowances is unknown no data rule fires, and the rules that need none continue', async () => {
  const { api, site } = await scene();
  for (let number = 0; number < 15; number++) {
    api.add({
      ...{ allowed: 5, remaining: 1, packages: [{ name: 'Explorer', at: NOON - DAY }] },
      ...{ startedAt: NOON - 20 * DAY, expiredAt: NOON + DAY / 2 },
    });
  }
  await site.poll();
  expect((await unitsOf(site))[0]).toBeNull();
  expect(new Set((await site.open()).map((alert) => alert.split(' ')[0]))).toEqual(new Set(['expiring']));

  for (const esim of api.esims) {
    Object.assign(esim, { allowed: 1024 * KB, remaining: 10 * KB });
    esim.packages = [...esim.packages, { name: '1 GB - 30 Days', at: NOON }];
  }
  await site.pollAfter(HOUR);
  await site.pollAfter(HOUR);
  expect((await unitsOf(site))[0]).toBe('KB');
  expect((await site.open()).some((alert) => alert.startsWith('low-data critical'))).toBe(true);
});
