import { DAY, HOUR, MINUTE } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { NOON } from './installation/installation.js';
import { scene } from './installation/scene.js';

test('a clock that goes back an hour repeats nothing, and events in that hour are not missed', async () => {
  const { api, site } = await scene();
  const [low, ending] = [
    api.add({ remaining: 200 }),
    api.add({ startedAt: NOON - 20 * DAY, expiredAt: NOON + DAY + 2 * MINUTE }),
  ];
  await site.poll();
  expect(site.subjects).toHaveLength(1);

  site.wait(-HOUR);
  const { problems } = await site.poll();
  expect(problems).toEqual([]);
  await site.tick();
  expect(site.subjects).toHaveLength(1);

  low.remaining = 60;
  await site.pollAfter(MINUTE);
  expect(site.subjects).toHaveLength(2);

  site.wait(HOUR + 2 * MINUTE);
  await site.tick();
  expect(site.subjects).toHaveLength(3);
  expect(await site.open()).toEqual([`expiring critical ${ending.iccid}`, `low-data critical ${low.iccid}`]);
});

test('an eSIM whose figures are older than the clock is not judged by them again', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 60 });
  await site.poll();
  esim.remaining = 500;
  await site.pollAfter(HOUR);
  expect(await site.open()).toEqual([`low-data critical ${esim.iccid}`]);

  site.wait(-2 * HOUR);
  esim.trouble = 'cut';
  api.add();
  await site.poll();
  await site.tick();
  await site.pollAfter(MINUTE);

  expect(await site.open()).toEqual([`low-data critical ${esim.iccid}`]);
});

test('messages waiting for another try are not forgotten for a week when the clock was a week ahead', async () => {
  const { api, site } = await scene();
  api.add({ remaining: 60 });
  site.wait(7 * DAY);
  site.mail.setFaults([{ at: 'connect', how: { code: 421 } }]);
  await site.poll();

  site.wait(-7 * DAY);
  site.mail.setFaults([]);
  await site.tick();
  await site.pollAfter(2 * HOUR);

  expect(site.subjects).toHaveLength(1);
});

test('a clock that jumps forward a week notifies of changes once, and no eSIM counts as stale for it', async () => {
  const { api, site } = await scene({
    config: { receivers: [{ name: 'ops', email: { to: ['ops@example.com'] }, repeat: 'never' }] },
  });
  const ending = api.add({ startedAt: NOON - 20 * DAY, expiredAt: NOON + 10 * DAY });
  api.add();
  await site.poll();
  expect(site.subjects).toEqual([]);

  site.wait(7 * DAY);
  await site.tick();
  const [first] = api.esims;
  if (first) first.trouble = 'cut';
  await site.pollAfter(MINUTE);

  expect(await site.open()).toEqual([`expiring warning ${ending.iccid}`]);
  expect(site.subjects).toHaveLength(1);
});
