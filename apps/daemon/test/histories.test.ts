import { HOUR } from '@roamwatch/core';
import type { ScriptedApi } from '@roamwatch/test-peers';
import { expect, test } from 'vitest';
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
