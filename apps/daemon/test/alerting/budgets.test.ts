import { DAY, HOUR, MINUTE } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { createMetrics } from '../../src/metrics/metrics.js';
import { type Installation, NOON } from '../installation/installation.js';
import { scene } from '../installation/scene.js';

const OPS = { name: 'ops', email: { to: ['ops@example.com'] }, repeat: '24h' };
const SALES = { name: 'sales', email: { to: ['sales@example.com'] } };
const budget = {
  name: 'sales',
  type: 'budget',
  match: { cost_centre: 'sales-*' },
  period: 'month',
  warning: ['80%'],
  critical: ['100%'],
  limit: '20 USD',
};
const CONFIG = {
  rules: [budget],
  receivers: [OPS, SALES],
  routes: [
    { match: { cost_centre: 'sales-*' }, receivers: ['sales'] },
    { match: {}, receivers: ['ops'] },
  ],
};
const INVENTORY = `iccid,label,cost_centre
8944000000000000001,Anna,sales-uk
8944000000000000002,Ben,sales-de
8944000000000000003,Cara,marketing
`;
const AT = NOON - HOUR;

async function fleet(config: Record<string, unknown> = CONFIG, inventory = INVENTORY) {
  const { api, site } = await scene({ config, inventory });
  const esims = ['1', '2', '3'].map(() =>
    api.add({ packages: [{ name: '1 GB - 30 Days', at: AT, price: 6 }] }),
  );
  let size = 1024;
  /** Buys something, which the provider shows by another allowance. */
  const buy = (esim: number, price: unknown, currency = 'USD', at = site.clock.now) => {
    const one = esims[esim];
    if (one === undefined) throw new RangeError('no such eSIM');
    size += 1024;
    Object.assign(one, {
      allowed: size,
      remaining: size,
      packages: [...one.packages, { name: `${size} MB - 30 Days`, at, price, currency }],
    });
  };
  return { api, site, buy };
}

const mails = (site: Installation) => site.mail.received.map(({ to, subject }) => `${to.join()} ${subject}`);

test('a budget notifies each threshold once along its routes, and starts again with the month', async () => {
  const { site, buy } = await fleet();
  await site.poll();
  expect(mails(site)).toEqual([]);

  buy(0, '4.10');
  buy(1, 12, 'EUR');
  buy(2, 500);
  await site.pollAfter(HOUR);
  expect(mails(site)).toEqual([
    'sales@example.com [warning] Budget sales: 16.10 USD of 20 USD spent (80.5 %) in March 2026',
  ]);
  expect(site.mail.received[0]?.text).toContain("forecast for the month's end");
  expect(site.mail.received[0]?.text).toContain('not counted: 12 EUR');
  expect(await site.open()).toEqual(['sales warning provider']);

  await site.pollAfter(HOUR);
  await site.stop();
  await site.pollAfter(HOUR);
  expect(mails(site)).toHaveLength(1);

  buy(1, 5);
  await site.pollAfter(HOUR);
  expect(mails(site).slice(1)).toEqual([
    'sales@example.com [critical] Budget sales: 21.10 USD of 20 USD spent (105.5 %) in March 2026',
  ]);

  const metrics = createMetrics();
  const text = await metrics.text(await site.context);
  expect(text).toContain('roamwatch_cost_centre_spent{cost_centre="sales-de",currency="EUR"} 12');
  expect(text).toContain('roamwatch_cost_centre_spent{cost_centre="sales-uk",currency="USD"} 10.1');
  expect(text).toContain('roamwatch_alerts_open{rule="sales",severity="critical"} 1');

  // In London, April begins at 23:00 UTC. No reminders are sent for a month that has ended.
  site.clock.now = Date.UTC(2026, 2, 31, 22, 59) / 1000;
  await site.tick();
  expect(await site.open()).toEqual(['sales critical provider']);
  const before = mails(site).length;
  site.wait(2 * MINUTE);
  await site.tick();
  expect(await site.open()).toEqual([]);
  expect(mails(site)).toHaveLength(before);

  buy(0, 16);
  await site.pollAfter(5 * DAY);
  expect(mails(site).slice(before)).toEqual([
    'sales@example.com [warning] Budget sales: 16 USD of 20 USD spent (80 %) in April 2026',
  ]);
});

test('acknowledgements, silences by its conditions, and quiet hours apply as with any alert', async () => {
  const { site, buy } = await fleet({ ...CONFIG, routes: [], receivers: [OPS] });
  await site.poll();
  const { store } = await site.context;
  await store.silences.add({
    matcher: 'cost_centre=sales-*',
    comment: '',
    createdAt: site.clock.now,
    endsAt: site.clock.now + 3 * HOUR,
    createdBy: 'ops',
  });
  buy(0, 10);
  await site.pollAfter(HOUR);
  expect(mails(site)).toEqual([]);
  await site.pollAfter(3 * HOUR);
  expect(mails(site)).toHaveLength(1);

  await site.pollAfter(25 * HOUR);
  expect(site.subjects[1]).toMatch(/^\[critical\] Reminder: .*Budget sales: 22 USD of 20 USD/);
  const [alert] = await store.alerts.open();
  await store.alerts.acknowledge(alert?.id ?? 0, site.clock.now, 'ops', '');
  await site.pollAfter(25 * HOUR);
  expect(mails(site)).toHaveLength(2);
});

test('a budget of data counts what all use on the dates of the month', async () => {
  const { api, site } = await fleet({
    rules: [{ ...budget, match: undefined, limit: '200MB', warning: ['50%'], critical: ['100%'] }],
    units: { dailyUsage: 'MB', allowance: 'MB' },
  });
  const [one, other] = api.esims;
  Object.assign(one ?? {}, {
    days: [
      { date: '2026-03-01', usage: 60, location: 'France' },
      { date: '2026-02-28', usage: 900, location: 'France' },
    ],
    remaining: 64,
  });
  await site.poll();
  expect(mails(site)).toEqual([]);
  Object.assign(other ?? {}, {
    days: [{ date: '2026-03-02', usage: 40, location: 'Italy' }],
    remaining: 984,
  });
  await site.pollAfter(HOUR);
  expect(mails(site)).toEqual([
    'ops@example.com [warning] Budget sales: 100 MB of 200 MB used (50 %) in March 2026',
  ]);
});

test('figures that the provider reports only after the month are notified once', async () => {
  const { site, buy } = await fleet();
  await site.poll();
  site.clock.now = Date.UTC(2026, 3, 1, 8) / 1000;
  buy(0, 30, 'USD', Date.UTC(2026, 2, 31, 20) / 1000);
  await site.poll();
  expect(mails(site)).toEqual([
    'sales@example.com [critical] Budget sales: 42 USD of 20 USD spent (210 %) in March 2026',
  ]);
  await site.pollAfter(HOUR);
  expect(await site.open()).toEqual([]);
  expect(mails(site)).toHaveLength(1);
});

test('metrics name no cost centre that is an address; its cost is counted', async () => {
  const inventory = INVENTORY.replace('sales-uk', 'anna@example.com').replace('sales-de', 'ben@example.com');
  const { site, buy } = await fleet(CONFIG, inventory);
  await site.poll();
  buy(0, '4.10');
  buy(1, 5);
  await site.pollAfter(HOUR);
  const metrics = createMetrics();
  for (let scrape = 0; scrape < 2; scrape++) {
    const text = await metrics.text(await site.context);
    expect(text).toContain('roamwatch_cost_centre_spent{cost_centre="ADDRESS",currency="USD"} 21.1');
    expect(text).not.toContain('@');
  }
});
