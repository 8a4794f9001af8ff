import { HOUR } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { readiness } from '../src/http/readiness.js';
import { scene } from './installation/scene.js';

const NO_ICCID = ['N/A', 'N/A', 'pending', '0'.repeat(19), '12345', '9'.repeat(40)];

test('eSIMs without a usable ICCID stay apart, are counted under their reason, and go on once they have one', async () => {
  const { api, site } = await scene();
  for (let number = 0; number < 20; number++) api.add({ remaining: 900 });
  const odd = NO_ICCID.map((iccid) => api.add({ iccid, remaining: 900 }));

  const first = await site.poll();
  expect(first.summary).toMatchObject({ listed: 26, polled: 20, skipped: 6, notMonitoredNoIccid: 6 });
  expect(first.problems.join()).toMatch(/iccid is not an ICCID in 6 of 26/);
  expect(api.requests.map(({ iccid }) => iccid)).not.toContain('N/A');
  const { ready, reasons } = await readiness(await site.context);
  expect(ready).toBe(false);
  expect(reasons.join('\n')).toContain('6 eSIMs are not monitored: no usable ICCID yet');

  for (const [number, esim] of odd.entries()) {
    api.esims.splice(api.esims.indexOf(esim), 1);
    api.add({ ...esim, iccid: `894459900000000000${number}` });
  }
  const second = await site.pollAfter(HOUR);
  expect(second.summary).toMatchObject({ listed: 26, polled: 26, notMonitored: 0 });
  expect(second.problems).toEqual([]);
  expect(await site.subjects).toHaveLength(2);
});

test('entries of the list that are none are counted as not monitored', async () => {
  const { api, site } = await scene();
  for (let number = 0; number < 40; number++) api.add({ remaining: 900 });
  api.strayEntries = [null, 7, {}, { status: 'INSTALLED' }];
  const { summary } = await site.poll();
  expect(summary).toMatchObject({ listed: 44, polled: 40, notMonitored: 4, notMonitoredUnreadable: 4 });
  const { reasons } = await readiness(await site.context);
  expect(reasons.join('\n')).toContain('4 eSIMs are not monitored: unreadable in the list');

  api.strayEntries = [];
  expect((await site.pollAfter(HOUR)).summary).toMatchObject({ listed: 40, notMonitored: 0 });
});
