import { DAY, HOUR } from '@roamwatch/core';
import { FAILED } from '@roamwatch/test-peers';
import { expect, test } from 'vitest';
import { NOON } from './installation/installation.js';
import { scene } from './installation/scene.js';

const DOWN = { status: 503, body: '' };

test('a refused token stops the cycle at its first request, with one problem and one alert, notified once', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 20; index++) api.add();
  api.token = 'rotated';

  const { summary, problems } = await site.poll();

  expect(api.requests.length).toBe(1);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/invalid token.*: the token is wrong, was rotated or lacks permission; get/);
  expect(summary).toMatchObject({ polled: 0, failed: 0, alertsOpened: 1, notificationsSent: 1 });
  expect(await site.open()).toEqual(['provider-down critical provider']);
  expect(site.mail.received[0]?.text).toMatch(/rejected the API token/);

  await site.pollAfter(HOUR);
  expect(site.subjects).toHaveLength(1);
});

test('a token that is refused half-way ends the cycle without polling the rest, and answers received count', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 200; index++) api.add();
  await site.poll();
  const [first] = api.esims;
  if (first) first.remaining = 50;

  let asked = 0;
  api.requests.length = 0;
  api.onRequest = () => {
    asked++;
    if (asked === 20) api.token = 'rotated';
  };
  const { summary } = await site.pollAfter(HOUR);

  expect(api.requests.length).toBeLessThan(30);
  expect(summary.failed).toBe(0);
  expect(await site.open()).toEqual([`low-data critical ${first?.iccid}`, 'provider-down critical provider']);
});

test('a rotated token is picked up without a restart, and the alert is resolved', async () => {
  const { api, site } = await scene();
  api.add();
  api.token = 'rotated';
  await site.poll();
  site.write('token', 'rotated\n');

  const { summary, problems } = await site.pollAfter(HOUR);

  expect(problems).toEqual([]);
  expect(summary).toMatchObject({ polled: 1, alertsResolved: 1 });
  expect(site.subjects).toHaveLength(2);
  expect(site.mail.received[1]?.text).toMatch(/the provider API is responding again/i);
});

test('three failed cycles running are one alert, which mutes those about silent eSIMs, and ends when it answers', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 5; index++) api.add();
  await site.poll();

  api.trouble = DOWN;
  for (const expected of [0, 0, 1, 1, 1]) {
    const { problems } = await site.pollAfter(5 * HOUR);
    expect(problems).toHaveLength(1);
    expect(site.subjects).toHaveLength(expected);
  }
  await site.tick();
  expect(await site.open()).toEqual(['provider-down critical provider']);
  expect(site.mail.received[0]?.text).toMatch(/has failed in 3 consecutive polls/);

  api.trouble = null;
  const { summary, problems } = await site.pollAfter(HOUR);
  expect(problems).toEqual([]);
  expect(summary).toMatchObject({ polled: 5, alertsResolved: 1, alertsOpened: 0 });
  expect(site.subjects).toHaveLength(2);
  expect(await site.open()).toEqual([]);
});

test('cycles with other problems do not count towards an outage', async () => {
  const { api, site } = await scene({ inventory: 'iccid,label\n' });
  api.add();
  site.write('inventory.csv', '');
  for (let cycle = 0; cycle < 3; cycle++) {
    const { problems } = await site.pollAfter(HOUR);
    expect(problems.join()).toContain('inventory');
  }

  api.trouble = DOWN;
  await site.pollAfter(HOUR);

  expect(await site.open()).toEqual([]);
});

test('a poll that is stopped is no failure of the provider or of an eSIM', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 30; index++) api.add();
  for (let cycle = 0; cycle < 4; cycle++) {
    const stop = new AbortController();
    let details = 0;
    api.onRequest = ({ path }) => {
      if (path === '/api/esim/usage/details' && ++details === 15) stop.abort();
    };
    site.wait(9 * HOUR);
    const { summary } = await site.poll({ signal: stop.signal });
    expect(summary.failed).toBe(0);
  }
  expect(await site.open()).toEqual([]);
});

test('an eSIM that alone stays silent is notified after its time, when the provider answers for the others', async () => {
  const { api, site } = await scene();
  const silent = api.add();
  api.add();
  await site.poll();

  silent.trouble = { status: 500, body: FAILED('oops') };
  await site.pollAfter(4 * HOUR);
  expect(await site.open()).toEqual([]);
  await site.pollAfter(5 * HOUR);

  expect(await site.open()).toEqual([`silent warning ${silent.iccid}`]);
});

test('while the provider is down, the clock continues: packages that end are notified', async () => {
  const { api, site } = await scene();
  const esim = api.add({ startedAt: NOON - 9 * DAY, expiredAt: NOON + DAY + HOUR });
  api.add();
  await site.poll();
  expect(await site.open()).toEqual([`expiring warning ${esim.iccid}`]);

  api.trouble = DOWN;
  await site.pollAfter(2 * HOUR);

  expect(await site.open()).toEqual([`expiring critical ${esim.iccid}`]);
  expect(site.subjects).toHaveLength(2);
});

test('a provider that hangs on the offers delays no message', async () => {
  const { api, site } = await scene();
  api.add({ remaining: 50 });
  api.onRequest = ({ path }) => (path.endsWith('/topup/packages') ? new Promise(() => {}) : undefined);

  const { summary } = await site.poll();

  expect(summary.notificationsSent).toBe(1);
});
