import { DAY, HOUR } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { NOON } from '../installation/installation.js';
import { scene } from '../installation/scene.js';

const UNITS = { dailyUsage: 'MB', allowance: 'MB' };

test('a size is a separate threshold, and skipped where it is above half the package', async () => {
  const rules = [{ name: 'low', type: 'data-low', warning: ['300MB'], critical: ['100MB'] }];
  const { api, site } = await scene({ config: { rules, units: UNITS } });
  const [large, small] = [
    api.add({ allowed: 10_240, remaining: 250 }),
    api.add({ allowed: 500, remaining: 250 }),
  ];
  await site.poll();
  expect(await site.open()).toEqual([`low warning ${large.iccid}`]);

  small.remaining = 90;
  large.remaining = 100;
  await site.pollAfter(HOUR);
  expect(await site.open()).toEqual([`low critical ${large.iccid}`, `low critical ${small.iccid}`]);
});

test('a forecast names its evidence, and speaks only where there is enough', async () => {
  const { api, site } = await scene({
    config: { rules: [{ name: 'dry', type: 'data-forecast', warning: ['24h'] }], units: UNITS },
  });
  const days = [1, 28, 27].map((day) => ({
    date: day === 1 ? '20260301' : `202602${day}`,
    usage: 400,
    location: 'France',
  }));
  const known = api.add({ allowed: 4096, remaining: 300, days, expiredAt: NOON + 10 * DAY });
  api.add({ allowed: 4096, remaining: 300, days: days.slice(0, 1), expiredAt: NOON + 10 * DAY });
  api.add({ allowed: 4096, remaining: 300, days, expiredAt: NOON + 6 * HOUR });
  await site.poll();

  expect(await site.open()).toEqual([`dry warning ${known.iccid}`]);
  expect(site.subjects[0]).toMatch(/^\[warning\] eSIM …\d{6} is projected to run out of data in 18 h$/);
  expect(site.mail.received[0]?.text).toMatch(
    /at 400 MB a day over the last 3 days, before the package ends \(threshold: 24 h\)/,
  );
});

test('a forecast by the readings of the day', async () => {
  const { api, site } = await scene({
    config: { rules: [{ name: 'dry', type: 'data-forecast', warning: ['24h'] }], units: UNITS },
  });
  const esim = api.add({ remaining: 1024 });
  await site.poll();
  for (const remaining of [900, 780, 640]) {
    esim.remaining = remaining;
    await site.pollAfter(3 * HOUR);
  }
  expect(await site.open()).toEqual([`dry warning ${esim.iccid}`]);
  expect(site.mail.received[0]?.text).toMatch(/by \d readings over \d+ h/);
});

test('a multiple of the median, a place outside those allowed, and silence, each once', async () => {
  const rules = [
    { name: 'spike', type: 'usage-spike', warning: ['3x'], critical: ['10x'], minimum: '200MB' },
    { name: 'abroad', type: 'new-location', allow: ['France'] },
  ];
  const { api, site } = await scene({ config: { rules, units: UNITS } });
  const usual = [22, 23, 24, 25, 26, 27, 28].map((day) => ({
    date: `202602${day}`,
    usage: 100,
    location: 'France',
  }));
  const esim = api.add({ allowed: 102_400, remaining: 100_000, days: usual });
  await site.poll();
  expect(await site.open()).toEqual([]);

  esim.days = [...usual, { date: '20260301', usage: 310, location: 'Spain' }];
  await site.pollAfter(HOUR);
  await site.pollAfter(HOUR);
  expect(await site.open()).toEqual([`abroad warning ${esim.iccid}`, `spike warning ${esim.iccid}`]);
  expect(site.subjects).toHaveLength(1);

  esim.days = [...usual, { date: '20260301', usage: 1100, location: 'Spain' }];
  await site.pollAfter(HOUR);
  expect(await site.open()).toEqual([`abroad warning ${esim.iccid}`, `spike critical ${esim.iccid}`]);
  expect(site.subjects).toHaveLength(2);
});

test('a rule speaks of the eSIMs it matches alone: by status, label, cost centre, project and ICCID', async () => {
  const matches = {
    status: { status: 'active' },
    label: { label: 'Anna*' },
    cost: { cost_centre: 'sales-?' },
    project: { project: 'rollout' },
    iccid: { iccid: '*004' },
    both: { label: 'Anna*', project: 'rollout' },
  };
  const rules = Object.entries(matches).map(([name, match]) => ({ name, type: 'data-exhausted', match }));
  const { api, site } = await scene({
    inventory: [
      'iccid,label,cost_centre,project',
      '8944000000000000001,Anna Kern,sales-1,',
      '8944000000000000002,Bus 12,sales-12,rollout',
      '8944000000000000003,Annabel,,Rollout',
    ].join('\n'),
    config: { rules, poll: { statuses: ['INSTALLED', 'ACTIVE'] } },
  });
  for (let index = 0; index < 3; index++) api.add({ remaining: 0 });
  api.add({ remaining: 0, status: 'ACTIVE' });
  await site.poll();

  expect((await site.open()).map((alert) => alert.replace('critical 8944000000000000', ''))).toEqual([
    'both 003',
    'cost 001',
    'iccid 004',
    'label 001',
    'label 003',
    'project 002',
    'project 003',
    'status 004',
  ]);
});
