import { DAY, HOUR, MINUTE } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { NOON } from './installation/installation.js';
import { scene } from './installation/scene.js';

const USAGE = '/api/esim/usage/details';

test('each threshold is notified once, and of those reached at once only the most severe', async () => {
  const { api, site } = await scene();
  const falling = api.add();
  const plunging = api.add();
  await site.poll();
  expect(site.subjects).toEqual([]);

  falling.remaining = 250;
  plunging.remaining = 40;
  expect((await site.pollAfter(HOUR)).summary).toMatchObject({ alertsOpened: 2, notificationsSent: 1 });
  expect(await site.open()).toEqual(
    [`low-data critical ${plunging.iccid}`, `low-data warning ${falling.iccid}`].sort(),
  );

  expect((await site.pollAfter(HOUR)).summary).toMatchObject({ alertsOpened: 0, notificationsSent: 0 });

  falling.remaining = 90;
  expect((await site.pollAfter(HOUR)).summary).toMatchObject({
    alertsOpened: 0,
    alertsEscalated: 1,
    notificationsSent: 1,
  });
  expect(site.subjects).toHaveLength(2);
});

test('a second poll and a restart repeat nothing; thresholds crossed while down are notified', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 250 });
  await site.poll();
  await site.pollAfter(MINUTE);
  await site.stop();
  await site.pollAfter(HOUR);
  expect(site.subjects).toHaveLength(1);

  await site.stop();
  esim.remaining = 60;
  await site.pollAfter(DAY);
  expect(site.subjects).toHaveLength(2);
  expect(await site.open()).toEqual([`low-data critical ${esim.iccid}`]);
});

test('used up is notified, and mutes low data', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 100 });
  await site.poll();
  esim.remaining = 0;
  await site.pollAfter(HOUR);

  expect(await site.open()).toEqual([`used-up critical ${esim.iccid}`]);
  expect(site.subjects).toHaveLength(2);
  expect(site.mail.received[1]?.text).toMatch(/the full 1 GB has been used/);
});

test('a top-up resolves with "topped up", and the alert is armed afresh', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 60 });
  await site.poll();

  Object.assign(esim, {
    allowed: 2048,
    remaining: 1080,
    packages: [...esim.packages, { name: '1 GB - 30 Days', at: NOON }],
  });
  expect((await site.pollAfter(HOUR)).summary).toMatchObject({ alertsResolved: 1, notificationsSent: 1 });
  expect(site.mail.received[1]?.text).toMatch(/topped up/);
  expect(await site.open()).toEqual([]);

  esim.remaining = 200;
  expect((await site.pollAfter(HOUR)).summary).toMatchObject({ alertsOpened: 1, notificationsSent: 1 });
});

test('a second package of the same size that begins again is a top-up too: its end moves later', async () => {
  const { api, site } = await scene({
    config: { rules: [{ name: 'low-data', type: 'data-low', warning: ['25%'] }] },
  });
  const esim = api.add({ remaining: 60, startedAt: NOON - 6 * DAY, expiredAt: NOON + DAY });
  await site.poll();

  Object.assign(esim, { remaining: 1024, startedAt: NOON, expiredAt: NOON + 8 * DAY });
  await site.pollAfter(HOUR);

  expect(site.mail.received[1]?.text).toMatch(/topped up/);
});

test('remaining data that rises within a package is not notified, and is no reason to warn again', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 100 });
  await site.poll();
  esim.remaining = 280;
  await site.pollAfter(HOUR);
  await site.pollAfter(HOUR);
  expect(await site.open()).toEqual([`low-data critical ${esim.iccid}`]);
  esim.remaining = 99;
  await site.pollAfter(HOUR);
  expect(site.subjects).toHaveLength(1);

  esim.remaining = 400;
  await site.pollAfter(HOUR);
  await site.pollAfter(HOUR);
  expect(await site.open()).toEqual([`low-data critical ${esim.iccid}`]);
  esim.remaining = 399;
  await site.pollAfter(HOUR);
  expect(await site.open()).toEqual([]);
});

test('expiry is notified by the clock, between polls, each threshold once', async () => {
  const { api, site } = await scene();
  const esim = api.add({ startedAt: NOON - 20 * DAY, expiredAt: NOON + 8 * DAY });
  await site.poll();
  expect(await site.open()).toEqual([]);

  for (const [hours, messages] of [
    [23, 0],
    [2, 1],
    [24, 1],
    [71, 2],
    [1, 2],
    [48, 3],
    [24, 3],
  ] as const) {
    site.wait(hours * HOUR);
    await site.tick();
    await site.tick();
    expect([hours, site.subjects.length]).toEqual([hours, messages]);
  }
  expect(await site.open()).toEqual([`expiring critical ${esim.iccid}`]);
});

test('a threshold as long as the whole package is skipped', async () => {
  const { api, site } = await scene();
  const esim = api.add({ startedAt: NOON, expiredAt: NOON + 7 * DAY });
  await site.poll();
  expect(await site.open()).toEqual([]);

  await site.pollAfter(4 * DAY + HOUR);
  expect(await site.open()).toEqual([`expiring warning ${esim.iccid}`]);
});

test('an expired or revoked eSIM closes its data alerts silently', async () => {
  const { api, site } = await scene();
  const [one, other] = [api.add({ remaining: 60 }), api.add({ remaining: 60 })];
  await site.poll();
  one.status = 'EXPIRED';
  other.status = 'REVOKED';
  const { summary } = await site.pollAfter(HOUR);

  expect(await site.open()).toEqual([]);
  expect(summary.notificationsSent).toBe(0);
  expect(site.subjects).toHaveLength(1);
});

test('an unused profile that expires is notified under its own rule alone', async () => {
  const { api, site } = await scene();
  const esim = api.add({ status: 'READY', lapsesAt: NOON + 15 * DAY, allowed: 1024, remaining: 1024 });
  await site.poll();
  expect(await site.open()).toEqual([]);

  site.wait(DAY + HOUR);
  await site.tick();
  expect(await site.open()).toEqual([`unused warning ${esim.iccid}`]);
  expect(site.subjects).toHaveLength(1);
  expect(site.mail.received[0]?.text).toMatch(/is not installed and expires/);

  esim.status = 'INSTALLED';
  esim.remaining = 1024;
  await site.pollAfter(HOUR);
  expect(await site.open()).toEqual([]);
});

test('the first start is one summary for each receiver, without those long expired', async () => {
  const { api, site } = await scene({
    config: {
      receivers: [
        { name: 'ops', email: { to: ['ops@example.com', 'boss@example.com'] } },
        { name: 'team', slack: { webhookUrlFile: './slack-hook' } },
      ],
    },
  });
  for (let index = 0; index < 6; index++) api.add({ remaining: index * 20 });
  api.add({ remaining: 0, startedAt: NOON - 40 * DAY, expiredAt: NOON - 10 * DAY });
  api.add({ status: 'EXPIRED', remaining: 0 });

  const { summary } = await site.poll();

  expect(summary).toMatchObject({ alertsOpened: 6, notificationsSent: 3 });
  expect(site.mail.received.map(({ to }) => to.join()).sort()).toEqual([
    'boss@example.com',
    'ops@example.com',
  ]);
  expect(site.hook.received).toHaveLength(1);
  for (const { iccid } of api.esims.slice(0, 6)) expect(site.mail.received[0]?.text).toContain(iccid);
  for (const { iccid } of api.esims.slice(6)) expect(site.mail.received[0]?.text).not.toContain(iccid);
});

test('facts of a new fleet in the list are known before the first usage answer', async () => {
  const { api, site } = await scene();
  const lapsing = api.add({ status: 'READY', lapsesAt: NOON + 3 * DAY });
  api.add({ remaining: 60 });
  const openAtRequests: (readonly string[])[] = [];
  api.onRequest = async ({ path }) => {
    if (path === USAGE) openAtRequests.push(await site.open());
  };
  expect((await site.poll()).summary).toMatchObject({ alertsOpened: 2, notificationsSent: 1 });
  expect(openAtRequests[0]).toEqual([`unused warning ${lapsing.iccid}`]);
});

test('a later poll evaluates nothing before the answers: figures read days ago may be wrong by now', async () => {
  const { api, site } = await scene();
  const esim = api.add({ expiredAt: NOON + 10 * DAY });
  await site.poll();
  esim.expiredAt = NOON + 40 * DAY;
  expect((await site.pollAfter(9 * DAY)).summary).toMatchObject({ alertsOpened: 0, notificationsSent: 0 });
});

test('a first start that fails does not make the storm: the summary comes with the first good poll', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 6; index++) api.add({ remaining: 20 });
  api.trouble = { status: 503, body: '' };
  await site.poll();
  api.trouble = null;
  await site.pollAfter(HOUR);

  expect(site.subjects).toHaveLength(1);
  expect(site.mail.received[0]?.text).toMatch(/The conditions below already existed/);
});

test('over ten eSIMs become a digest: Slack shows ten and counts the others, email attaches all', async () => {
  const { api, site } = await scene({
    config: {
      receivers: [
        { name: 'ops', email: { to: ['ops@example.com'] } },
        { name: 'team', slack: { webhookUrlFile: './slack-hook' } },
      ],
    },
  });
  for (let index = 0; index < 23; index++) api.add();
  await site.poll();
  for (const [index, esim] of api.esims.entries()) esim.remaining = 230 - index * 10;
  await site.pollAfter(HOUR);

  const slack = site.hook.received[0]?.body.toString() ?? '';
  expect(slack).toMatch(/and 13 more/);
  expect(api.esims.filter(({ iccid }) => slack.includes(iccid))).toHaveLength(10);
  expect(site.mail.received).toHaveLength(1);
  const csv = site.mail.received[0]?.attachments[0]?.content.toString() ?? '';
  for (const { iccid } of api.esims) expect(csv).toContain(iccid);
});
