import { DAY, HOUR } from '@roamwatch/core';
import { FAILED, SUCCESS, type Trouble } from '@roamwatch/test-peers';
import { describe, expect, test } from 'vitest';
import { NOON } from './installation/installation.js';
import { scene } from './installation/scene.js';

const TROUBLES: Readonly<Record<string, Trouble>> = {
  'a fault of the server': { status: 500, body: FAILED('oops') },
  'an answer that never comes': 'hang',
  'a cut connection': 'cut',
  garbage: { status: 200, body: '{"status":"succ' },
  'an empty body': { status: 200, body: '' },
  'a web page with 200': { status: 200, body: '<html>Welcome</html>', type: 'text/html' },
  'failed with 200': { status: 200, body: FAILED('usage not available') },
  'a success without data': { status: 200, body: SUCCESS(null) },
  'figures of another eSIM': { status: 200, body: SUCCESS({ iccid: '1', allowedData: 1, remainingData: 0 }) },
  'not found': { status: 404, body: FAILED('no such eSIM') },
};

describe.each(Object.entries(TROUBLES))('%s', (_name, trouble) => {
  test('changes no alert of that eSIM, and delays none', async () => {
    const { api, site } = await scene({ client: { retries: 0, timeouts: { request: 2 } } });
    const troubled = api.add({ remaining: 200 });
    const other = api.add();
    await site.poll();
    expect(await site.open()).toEqual([`low-data warning ${troubled.iccid}`]);

    troubled.trouble = trouble;
    other.remaining = 50;
    const { summary, problems } = await site.pollAfter(HOUR);

    expect(summary).toMatchObject({ polled: 1, failed: 1, alertsOpened: 1, alertsResolved: 0 });
    expect(problems).toEqual([]);
    expect(await site.open()).toEqual(
      [`low-data critical ${other.iccid}`, `low-data warning ${troubled.iccid}`].sort(),
    );
  });
});

const UNREADABLE: Readonly<Record<string, object>> = {
  'without remaining data': { remaining: undefined },
  'without an allowance': { allowed: undefined },
  'with text for a figure': { remaining: 'plenty' },
  'with null': { remaining: null, allowed: null },
  'with an object': { remaining: { value: 0 } },
};

test.each(Object.entries(UNREADABLE))('figures %s are never taken for zero', async (_name, figures) => {
  const { api, site } = await scene();
  const esim = api.add();
  await site.poll();

  Object.assign(esim, figures);
  const { summary } = await site.pollAfter(HOUR);

  expect(summary).toMatchObject({ polled: 0, failed: 1, alertsOpened: 0 });
  expect(summary.readingsRejected).toBeGreaterThan(0);
  expect(await site.open()).toEqual([]);
});

test('figures as text count like numbers', async () => {
  const { api, site } = await scene();
  const esim = api.add({
    allowed: '1024',
    remaining: '100',
    expiredAt: String(NOON + 20 * DAY),
    days: [{ date: '20260301', usage: '2048', location: 'France' }],
  });

  const { summary } = await site.poll();

  expect(summary).toMatchObject({ polled: 1, failed: 0, readingsRejected: 0, dailyRowsNew: 1 });
  expect(await site.open()).toEqual([`low-data critical ${esim.iccid}`]);
});

test('both forms of a date are the same day; rows of one day and place are added', async () => {
  const { api, site } = await scene({ config: { units: { dailyUsage: 'KB' } } });
  const esim = api.add({
    days: [
      { date: '20260227', usage: 1, location: 'France' },
      { date: '2026-02-27', usage: 2, location: 'France' },
      { date: '2026-02-27', usage: 4, location: 'Spain' },
      { date: '20260228', usage: 8 },
      { date: 20260301, usage: 16, location: null },
    ],
  });

  const { summary } = await site.poll();

  expect(summary).toMatchObject({ dailyRowsNew: 4, readingsRejected: 0 });
  expect(await site.usage()).toEqual([
    `2026-02-27 ${esim.iccid} France ${3 * 1024}`,
    `2026-02-27 ${esim.iccid} Spain ${4 * 1024}`,
    `2026-02-28 ${esim.iccid}  ${8 * 1024}`,
    `2026-03-01 ${esim.iccid}  ${16 * 1024}`,
  ]);
});

test('a bad row is rejected and counted, and the good ones beside it are kept', async () => {
  const { api, site } = await scene();
  api.add({
    days: [
      { date: '20260227', usage: -1, location: 'France' },
      { date: '20260230', usage: 5, location: 'France' },
      { date: 'yesterday', usage: 5, location: 'France' },
      { usage: 5, location: 'France' },
      { date: '20260226', usage: 'much', location: 'France' },
      { date: '20260225', location: 'France' },
      { date: '20260224', usage: 5, location: 'France' },
    ],
  });

  const { summary } = await site.poll();

  expect(summary).toMatchObject({ polled: 1, failed: 0, dailyRowsNew: 1, readingsRejected: 6 });
});

test('an unreadable list entry is rejected, and the rest of the fleet is polled', async () => {
  const { api, site } = await scene();
  api.add();
  api.add({ id: undefined as never, iccid: undefined as never });
  api.esims.push('not an eSIM' as never);

  const { summary } = await site.poll();

  expect(summary).toMatchObject({ polled: 1, failed: 0 });
  expect(summary.readingsRejected).toBeGreaterThanOrEqual(2);
});

test('an end equal to the start is an unknown length: no expiry alert, data rules continue', async () => {
  const { api, site } = await scene();
  const esim = api.add({ startedAt: NOON - DAY, expiredAt: NOON - DAY, remaining: 100 });

  await site.poll();

  expect(await site.open()).toEqual([`low-data critical ${esim.iccid}`]);
});

test.each([
  [-1, -1],
  [0, 0],
  [-1, 0],
  [0, 500],
])('an allowance of %d with %d left has no share, so no data rule speaks', async (allowed, remaining) => {
  const { api, site } = await scene();
  api.add();
  api.add({ allowed, remaining });

  const { summary } = await site.poll();

  expect(summary).toMatchObject({ polled: 2, failed: 0, alertsOpened: 0 });
});

test('an unlimited eSIM has no data rules whatever its figures, but it expires', async () => {
  const { api, site } = await scene();
  const esim = api.add({
    unlimited: true,
    allowed: 0,
    remaining: 0,
    startedAt: NOON - 20 * DAY,
    expiredAt: NOON + HOUR,
  });

  await site.poll();

  expect(await site.open()).toEqual([`expiring critical ${esim.iccid}`]);
});
