import { DAY, HOUR, MINUTE } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { NOON } from '../installation/installation.js';
import { scene } from '../installation/scene.js';

const ENDS = NOON + 3 * DAY - HOUR;

/** An installation that notified an end at its first threshold and was then down until three days after it. */
async function backAfterTheEnd(change: (esim: { status: string; expiredAt: unknown }) => void = () => {}) {
  const { api, site } = await scene();
  const other = api.add();
  const esim = api.add({ startedAt: NOON - 20 * DAY, expiredAt: ENDS });
  await site.poll();
  expect(site.subjects).toHaveLength(1);
  await site.stop();
  change(esim);
  site.clock.now = ENDS + 3 * DAY;
  return { api, site, esim, other };
}

test.each<[string, (esim: { status: string; expiredAt: unknown }) => void]>([
  ['still installed', () => {}],
  ['expired by its status', (esim) => Object.assign(esim, { status: 'EXPIRED' })],
  ['without its end', (esim) => Object.assign(esim, { expiredAt: undefined })],
])('what expired while the daemon was down is notified once: %s', async (_, change) => {
  const { site, esim } = await backAfterTheEnd(change);
  await site.poll();
  expect(await site.open()).toEqual([`expiring critical ${esim.iccid}`]);
  expect(site.subjects).toHaveLength(2);
  expect(site.mail.received[1]?.text).toContain('expired 3 days ago while Roamwatch was down');

  await site.pollAfter(HOUR);
  await site.stop();
  await site.pollAfter(23 * HOUR);
  await site.pollAfter(DAY);
  await site.tick();
  expect(await site.open()).toEqual([]);
  expect(site.subjects).toHaveLength(2);
});

test('also where it left the list meanwhile', async () => {
  const { api, site, esim } = await backAfterTheEnd();
  api.esims.pop();
  await site.poll();
  expect(site.subjects).toHaveLength(2);
  expect(site.mail.received[1]?.text).toContain(esim.iccid);
});

test('also by the clock, but not before the provider was polled: it may have been renewed', async () => {
  const { site, esim } = await backAfterTheEnd((one) => Object.assign(one, { expiredAt: ENDS + 30 * DAY }));
  await site.tick();
  expect(site.subjects).toHaveLength(1);
  site.wait(MINUTE);
  await site.poll();
  expect(await site.open()).toEqual([]);
  expect(site.subjects).toEqual([expect.anything(), expect.stringMatching(/^\[resolved\]/)]);
  expect(esim.status).toBe('INSTALLED');
});

test('also where the provider cannot be polled', async () => {
  const { api, site, esim } = await backAfterTheEnd();
  api.trouble = { status: 500, body: '' };
  await site.tick();
  expect(site.subjects).toHaveLength(1);
  await site.pollAfter(MINUTE);
  await site.pollAfter(MINUTE);
  expect(await site.open()).toEqual([`expiring critical ${esim.iccid}`]);
  expect(site.subjects).toHaveLength(2);
});

test.each<[string, (esim: { status: string; expiredAt: unknown }) => void]>([
  ['revoked', (esim) => Object.assign(esim, { status: 'REVOKED' })],
  ['renewed', (esim) => Object.assign(esim, { expiredAt: ENDS + 30 * DAY })],
])('not what was %s', async (_, change) => {
  const { site } = await backAfterTheEnd(change);
  await site.poll();
  expect(await site.open()).toEqual([]);
  expect(site.mail.received.filter(({ text }) => text.includes('expired'))).toEqual([]);
});

test('an unused profile that expired while the daemon was down is notified once', async () => {
  const { api, site } = await scene();
  api.add();
  const esim = api.add({ status: 'READY', lapsesAt: NOON + 20 * DAY });
  await site.poll();
  await site.stop();
  esim.status = 'EXPIRED';
  for (let polls = 0; polls < 2; polls++) await site.pollAfter(22 * DAY + polls * HOUR);
  expect(site.subjects).toHaveLength(1);
  expect(site.mail.received[0]?.text).toContain(
    'was not installed and expired 48 h ago while Roamwatch was down',
  );
});

test('not an eSIM that had expired before it was known, nor for a rule that is new', async () => {
  const { api, site } = await scene({ config: { rules: [{ name: 'used-up', type: 'data-exhausted' }] } });
  api.add({ startedAt: NOON - 20 * DAY, expiredAt: NOON - 5 * DAY });
  api.add({ startedAt: NOON - 20 * DAY, expiredAt: NOON + HOUR });
  await site.poll();
  for (let hours = 0; hours < 60; hours++) {
    site.wait(HOUR);
    await site.tick();
  }
  await site.stop();
  site.configure({ rules: [{ name: 'expiring', type: 'expiry', warning: ['7d'], critical: ['1d'] }] });
  await site.pollAfter(HOUR / 2);
  await site.pollAfter(2 * HOUR);
  expect(await site.open()).toEqual([]);
  expect(site.subjects).toEqual([]);
});
