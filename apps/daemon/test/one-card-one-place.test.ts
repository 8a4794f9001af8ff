import { DAY, HOUR } from '@roamwatch/core';
import type { ScriptedEsim } from '@roamwatch/test-peers';
import { expect, test } from 'vitest';
import { NOON } from './installation/installation.js';
import { scene } from './installation/scene.js';

const UNITS = { allowance: 'MB', dailyUsage: 'MB' };

test('a country is one place, however the provider and the allow list name it, also after a restart', async () => {
  const rules = [{ name: 'abroad', type: 'new-location', allow: ['Deutschland', 'GBR', 'Ivory Coast'] }];
  const { api, site } = await scene({ config: { rules, units: UNITS } });
  const esim = api.add();
  const day = (date: string, location: string) => ({ date, usage: 10, location });
  esim.days = [day('20260226', 'Côte d’Ivoire'), day('20260227', 'Germany')];
  await site.poll();
  await site.stop();

  esim.days = [
    day('20260226', 'CÔTE D’IVOIRE'.normalize('NFD')),
    day('20260227', 'DE'),
    day('20260228', 'Elfenbeinküste'),
    day('20260301', 'United Kingdom'),
  ];
  await site.pollAfter(HOUR);
  expect(await site.open()).toEqual([]);
  expect(await (await site.context).store.usage.placesInUse()).toEqual([
    'Côte d’Ivoire',
    'Germany',
    'United Kingdom',
  ]);

  esim.days = [...esim.days, day('20260301', 'Spain'), day('20260301', 'ESPAÑA')];
  await site.pollAfter(HOUR);
  expect(await site.open()).toEqual([`abroad warning ${esim.iccid}`]);
});

test.each(['8944000000000000001F', 'F8944000000000000001', '8944 0000 0000 0000 001'])(
  'a card listed as %j is polled by that name, stored by its digits, and known to the inventory',
  async (spelling) => {
    const inventory = `iccid,label\n${spelling},Anna Kern`;
    const { api, site } = await scene({ inventory });
    api.add({ iccid: spelling, remaining: 100 });
    await site.poll();
    expect(await site.open()).toEqual(['low-data critical 8944000000000000001']);
    expect(site.subjects.join()).toContain('Anna Kern');
    // A new process polls before it has listed, as adaptive polling may.
    await site.stop();
    const { summary } = await site.pollAfter(HOUR);
    expect(summary).toMatchObject({ polled: 1, failed: 0 });
  },
);

const CARD = '8944500000000000011';
const RUNNING = {
  ...{ remaining: 100, startedAt: NOON - 3 * DAY, expiredAt: NOON + 20 * DAY },
  days: [
    { date: '20260228', usage: 400, location: 'France' },
    { date: '20260301', usage: 524, location: 'France' },
  ],
};

test.each([
  ['a profile that is issued again under a new eSIM id', { id: 'issued-again' }],
  ['an ICCID that moves', { iccid: '8944500000000000029' }],
] as const)('%s neither doubles nor loses usage, purchases or alerts', async (_name, change) => {
  const rules = [{ name: 'low-data', type: 'data-low', critical: ['10%'] }];
  const { api, site } = await scene({ config: { rules, units: UNITS } });
  api.add({ iccid: CARD, id: 'first', ...RUNNING });
  await site.poll();
  const open = await site.open();
  expect(open).toEqual([`low-data critical ${CARD}`]);
  expect(site.subjects).toHaveLength(1);
  const usage = await site.usage();

  const [before] = api.esims.splice(0);
  api.esims.push({ ...(before as ScriptedEsim), ...change });
  // What is left of the former id stays listed for a while.
  if (!('iccid' in change)) api.esims.push({ ...(before as ScriptedEsim), status: 'REVOKED', trouble: null });
  for (let poll = 0; poll < 3; poll++) {
    const { summary } = await site.pollAfter(HOUR);
    expect(summary).toMatchObject({ polled: 1, failed: 0, alertsOpened: 0, alertsResolved: 0 });
    await site.stop();
  }
  const iccid = 'iccid' in change ? change.iccid : CARD;
  expect(await site.open()).toEqual([`low-data critical ${iccid}`]);
  expect(site.subjects).toHaveLength(1);
  expect(await site.usage()).toEqual(usage.map((line) => line.replace(CARD, iccid)));
  const snapshot = await (await site.context).store.snapshot();
  let purchases = 0;
  for await (const rows of snapshot.purchases({ from: '2000-01-01', to: '2100-01-01' }))
    purchases += rows.length;
  await snapshot.close();
  expect(purchases).toBe(1);
});
