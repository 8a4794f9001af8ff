import { DAY, HOUR, MINUTE } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { NOON } from './installation/installation.js';
import { scene } from './installation/scene.js';

const OPS = { name: 'ops', email: { to: ['ops@example.com', 'boss@example.com'] }, summary: 'weekly' };

/** NOON is a Monday; the next one at eight in London, when that is on GMT. */
const MONDAY_AT_EIGHT = NOON + 7 * DAY - 4 * HOUR;

test('a weekly summary contains the fleet, usage, spend by currency, expiring and never used eSIMs', async () => {
  const { api, site } = await scene({
    inventory: 'iccid,label\n8944000000000000001,Anna\n8944000000000000002,Bert\n8944000000000000003,Cleo\n',
    config: { receivers: [OPS], timeZone: 'Europe/London', rules: [] },
  });
  const at = NOON - 3 * DAY;
  api.add({
    remaining: 424,
    days: [
      { date: '2026-03-04', usage: 512_000, location: 'France' },
      { date: '2026-02-27', usage: 102_400, location: 'France' },
    ],
    packages: [
      { name: '1 GB', at, price: 10.5, currency: 'EUR' },
      { name: '1 GB', at: NOON + DAY, price: 4.05, currency: 'EUR' },
      { name: '1 GB', at: NOON + DAY, price: 7, currency: 'USD' },
    ],
  });
  api.add({ expiredAt: MONDAY_AT_EIGHT + 2 * DAY });
  api.add({ status: 'READY', remaining: null, allowed: null, lapsesAt: NOON + 60 * DAY });
  api.add({ status: 'REVOKED' });
  await site.poll();
  await site.tick();
  expect(site.subjects).toEqual([]);

  site.clock.now = MONDAY_AT_EIGHT - 10 * MINUTE;
  await site.poll();
  await site.tick();
  expect(site.subjects).toEqual([]);

  site.clock.now = MONDAY_AT_EIGHT + MINUTE;
  await site.tick();
  await site.tick();
  expect(site.mail.received.map(({ to }) => to[0]).sort()).toEqual(['boss@example.com', 'ops@example.com']);
  const [mail] = site.mail.received;
  expect(mail?.subject).toBe('[summary] 2–8 Mar: 500 MB used, no critical alert open');
  for (const line of [
    'Data as of Mon 9 Mar, 07:50 GMT.',
    'Total: 500 MB, 400 % more than the days before',
    'Anna: 500 MB',
    'Purchases: 2',
    'Spent: 4.05 EUR',
    'Spent: 7.00 USD',
    'Expiring within 7 days: 1',
    'Bert: in 48 h (Wed 11 Mar, 08:00 GMT), 1 GB of 1 GB left (100 %)',
    'Never used: 2',
    'REVOKED: 1',
  ]) {
    expect(mail?.text).toContain(line);
  }
  expect(mail?.text).not.toContain('10.5');
});

test('a summary of a week without a good poll is no all-clear', async () => {
  const { api, site } = await scene({ config: { receivers: [OPS], timeZone: 'Europe/London', rules: [] } });
  api.add({ remaining: 424 });
  const { token } = api;
  api.token = 'another';
  await site.poll();
  await site.tick();
  site.clock.now = MONDAY_AT_EIGHT + MINUTE;
  await site.tick();
  const last = () => site.mail.received.filter(({ subject }) => subject.startsWith('[summary]')).at(-1);
  expect(last()?.subject).toBe('[summary] 2–8 Mar: no data, because no poll has succeeded yet');

  api.token = token;
  await site.poll();
  site.clock.now += 7 * DAY;
  await site.tick();
  expect(last()?.subject).toBe('[summary] 9–15 Mar: no data after Mon 9 Mar, 08:01 GMT; 0 B used until then');
  expect(last()?.text).toContain('later usage and alerts are missing');
});

test('each week once: after a restart, after weeks away, and after the clock was put back', async () => {
  const { api, site } = await scene({
    config: { receivers: [{ ...OPS, email: { to: ['ops@example.com'] } }], rules: [] },
  });
  api.add();
  await site.poll();
  await site.tick();
  site.clock.now = NOON + 7 * DAY;
  await site.tick();
  await site.stop();
  await site.tick();
  expect(site.subjects).toHaveLength(1);

  site.clock.now = NOON + 28 * DAY;
  await site.tick();
  await site.tick();
  expect(site.subjects).toHaveLength(2);
  expect(site.subjects[1]).toMatch(/^\[summary\] 23–29 Mar: /);

  site.clock.now = NOON + 27 * DAY;
  await site.tick();
  site.clock.now = NOON + 28 * DAY + HOUR;
  await site.tick();
  expect(site.subjects).toHaveLength(2);
  site.clock.now = NOON + 35 * DAY;
  await site.tick();
  expect(site.subjects).toHaveLength(3);
});

test('only receivers with `summary` get one', async () => {
  const { api, site } = await scene({ config: { receivers: [{ ...OPS, summary: 'off' }], rules: [] } });
  api.add();
  await site.poll();
  site.clock.now = NOON + 8 * DAY;
  await site.tick();
  expect(site.subjects).toEqual([]);
});
