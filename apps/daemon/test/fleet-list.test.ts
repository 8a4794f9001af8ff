import { HOUR } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { readiness } from '../src/http/readiness.js';
import { scene } from './installation/scene.js';

test('a fleet beyond the 50 that the provider lists by default is listed and polled completely', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 137; index++) api.add();

  const { summary, problems } = await site.poll();

  expect(problems).toEqual([]);
  expect(summary).toMatchObject({ listed: 137, polled: 137, skipped: 0, failed: 0 });
});

test.each([100, 99, 128])(
  'a list cut at %d by the server is a problem, nobody counts as gone, and whoever is known is still asked',
  async (cap) => {
    const { api, site } = await scene();
    for (let index = 0; index < 130; index++) api.add();
    await site.poll();

    api.listCap = cap;
    await site.pollAfter(HOUR);
    const { summary, problems } = await site.pollAfter(HOUR);

    expect(problems.join()).toContain('the list of eSIMs is cut short');
    // Who is missing from the list while nothing says that they left counts all the same.
    expect(summary).toMatchObject({ listed: 130, polled: 130, failed: 0, skipped: 0 });

    api.listCap = Number.POSITIVE_INFINITY;
    const whole = await site.pollAfter(HOUR);
    expect(whole.problems).toEqual([]);
    expect(whole.summary).toMatchObject({ listed: 130, polled: 130 });
  },
);

test('a new fleet of just as many eSIMs as a server might cut at is a warning: only the provider knows', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 100; index++) api.add();

  const { summary, problems, warnings } = await site.poll();

  expect(problems).toEqual([]);
  expect(warnings.join()).toContain('may be cut short');
  expect(summary).toMatchObject({ listed: 100, polled: 100 });
});

test('a cut that the lists by status make good is no problem', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 80; index++) api.add();
  for (let index = 0; index < 40; index++) api.add({ status: 'READY', lapsesAt: null });

  api.listCap = 100;
  const { summary, problems } = await site.poll();

  expect(problems).toEqual([]);
  expect(summary).toMatchObject({ listed: 120, polled: 120 });
});

test('a cut at a length no server would choose shows when the list is held against the lists by status', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 50; index++) {
    api.add();
    api.add({ status: 'EXPIRED' });
  }
  api.listCap = 60;

  const { summary, problems } = await site.poll();

  expect(problems).toEqual([]);
  expect(summary).toMatchObject({ listed: 100, polled: 50 });
});

test('a list that is cut short is notified to every receiver, once, and makes the daemon unready', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 80; index++) {
    api.add();
    api.add({ status: 'EXPIRED' });
  }
  api.listCap = 50;
  await site.poll();
  await site.pollAfter(HOUR);

  const title = "The provider's list of eSIMs is incomplete";
  expect(site.subjects).toEqual([expect.stringContaining(title)]);
  expect((await readiness(await site.context)).reasons.join()).toContain('the list of eSIMs is cut short');

  api.listCap = Number.POSITIVE_INFINITY;
  await site.pollAfter(HOUR);
  expect(await readiness(await site.context)).toMatchObject({ ready: true, reasons: [] });
  expect(site.subjects.slice(1)).toEqual([expect.stringContaining(`Resolved: ${title}`)]);
});

test('an eSIM that is missing from a whole list is no longer polled, and polled again when it is back', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 3; index++) api.add();
  await site.poll();

  const [gone] = api.esims.splice(1, 1);
  expect((await site.pollAfter(HOUR)).summary).toMatchObject({ listed: 2, polled: 2, failed: 0 });

  if (gone) api.esims.push(gone);
  expect((await site.pollAfter(HOUR)).summary).toMatchObject({ listed: 3, polled: 3, failed: 0 });
});

test('every status that may use data is polled, an unheard-of one too; the others, and those without usage check, are skipped', async () => {
  const { api, site } = await scene();
  for (const status of ['INSTALLED', 'READY', 'ACTIVE', 'ACTIVATED', 'INACTIVE', 'DOWNLOADED', 'TELEPORTED'])
    api.add({ status });
  for (const status of ['NEW', 'EXPIRED', 'REVOKED', 'DELETED']) api.add({ status });
  api.add({ usageCheck: false });

  const { summary } = await site.poll();

  expect(summary).toMatchObject({ listed: 12, polled: 7, skipped: 5, failed: 0, readingsRejected: 0 });
});
