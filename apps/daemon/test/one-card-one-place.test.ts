import { HOUR } from '@roamwatch/core';
import { expect, test } from 'vitest';
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
