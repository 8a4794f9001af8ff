import { DAY, HOUR, UNIT_BYTES } from '@roamwatch/core';
import type { ScriptedApi, ScriptedEsim } from '@roamwatch/test-peers';
import { describe, expect, test } from 'vitest';
import { NOON } from '../installation/installation.js';
import { run } from '../installation/program.js';
import { scene } from '../installation/scene.js';

/** Usage over the month, a row each day, that adds up to `megabytes`; the last row is today's. */
function used(megabytes: number) {
  const rows = [`20260228`, '20260301', '20260302'];
  return rows.map((date) => ({ date, usage: (megabytes * 1024) / rows.length, location: 'France' }));
}

function halfUsed(api: ScriptedApi, more: Partial<ScriptedEsim> = {}) {
  return api.add({ remaining: 512, days: used(512), startedAt: NOON - 3 * DAY, ...more });
}

function detailsAsked({ requests }: ScriptedApi): number {
  return requests.filter(({ path }) => path === '/api/esim/usage/details').length;
}

describe('remaining data', () => {
  test.each<[string, object, string | null]>([
    ['overdrawn', { remaining: -5 }, 'the full 1 GB has been used (overdrawn by 5 MB)'],
    ['overdrawn by one', { remaining: -1 }, 'the full 1 GB has been used (overdrawn by 1 MB)'],
    ['nothing of nothing, after a package', { allowed: 0, remaining: 0 }, 'the full 1 GB has been used'],
    ['nothing of an unknown package', { allowed: undefined, remaining: 0 }, 'the full 1 GB has been used'],
    ['overdrawn of an unknown package', { allowed: null, remaining: -5 }, 'overdrawn by 5 MB'],
    ['unlimited', { allowed: -1, remaining: -1 }, null],
    ['the largest integer', { allowed: Number.MAX_SAFE_INTEGER, remaining: 0 }, null],
    ['the word', { allowed: 'unlimited', remaining: 0 }, null],
  ])('%s', async (_name, figures, text) => {
    const { api, site } = await scene();
    const esim = halfUsed(api);
    await site.poll();
    Object.assign(esim, figures);
    const { summary } = await site.pollAfter(HOUR);

    expect(await site.open()).toEqual(text === null ? [] : [`used-up critical ${esim.iccid}`]);
    expect(site.mail.received).toHaveLength(text === null ? 0 : 1);
    if (text !== null) expect(site.mail.received[0]?.text).toContain(text);
    expect(summary.listed).toBe(summary.polled + summary.failed);
    await site.stop();
    expect((await site.pollAfter(HOUR)).summary).toMatchObject({ alertsOpened: 0, notificationsSent: 0 });
  });

  test('0 of 0 is no evidence where no package was known', async () => {
    const { api, site } = await scene();
    halfUsed(api);
    api.add({ allowed: 0, remaining: 0 });
    await site.poll();
    await site.pollAfter(HOUR);
    expect(await site.open()).toEqual([]);
  });

  test('nothing is used up of a profile that counts as not installed, too', async () => {
    const { api, site } = await scene();
    halfUsed(api);
    const esim = api.add({ status: 'READY', remaining: 0, lapsesAt: NOON + 100 * DAY });
    await site.poll();
    expect(await site.open()).toEqual([`used-up critical ${esim.iccid}`]);
  });

  test('an eSIM that becomes unlimited has no data alerts any more, without a message', async () => {
    const { api, site } = await scene();
    const esim = halfUsed(api, { remaining: 100, days: [] });
    await site.poll();
    expect(await site.open()).toEqual([`low-data critical ${esim.iccid}`]);
    Object.assign(esim, { allowed: -1, remaining: -1 });
    await site.pollAfter(HOUR);
    expect(await site.open()).toEqual([]);
    expect(site.subjects).toHaveLength(1);
  });
});

describe('a missing figure takes nothing else with it', () => {
  test.each<[string, object]>([
    ['allowance', { allowed: undefined }],
    ['allowance and remainder', { allowed: null, remaining: 'lots' }],
    ['remainder', { remaining: null }],
  ])('%s', async (_name, figures) => {
    const { api, site } = await scene({ config: { units: { dailyUsage: 'KB' } } });
    const esim = api.add({
      ...figures,
      startedAt: NOON - 9 * DAY,
      expiredAt: NOON + 2 * DAY,
      days: used(30),
    });
    const { summary } = await site.poll();
    expect(summary).toMatchObject({ failed: 1, dailyRowsNew: 3 });
    expect(await site.open()).toEqual([`expiring warning ${esim.iccid}`]);

    site.wait(DAY + HOUR);
    await site.tick();
    expect(await site.open()).toContain(`expiring critical ${esim.iccid}`);
  });

  test('nor is it a good reading: an eSIM that keeps lacking figures is silent', async () => {
    const { api, site } = await scene();
    const esim = halfUsed(api);
    await site.poll();
    esim.allowed = undefined;
    for (let polls = 0; polls < 10; polls++) await site.pollAfter(HOUR);
    expect(await site.open()).toEqual([`silent warning ${esim.iccid}`]);
    esim.allowed = 1024;
    await site.pollAfter(HOUR);
    expect(await site.open()).toEqual([]);
  });

  test('an end that is left out stays known, and the clock goes by it', async () => {
    const { api, site } = await scene();
    const esim = halfUsed(api, { startedAt: NOON - 9 * DAY, expiredAt: NOON + 4 * DAY });
    await site.poll();
    for (const missing of [{ expiredAt: undefined }, { startedAt: 'soon', expiredAt: 'later' }]) {
      Object.assign(esim, missing);
      await site.pollAfter(HOUR);
    }
    expect(await site.open()).toEqual([`expiring warning ${esim.iccid}`]);
    site.wait(3 * DAY);
    await site.tick();
    expect(await site.open()).toEqual([`expiring critical ${esim.iccid}`]);
  });
});

describe('figures that the daily rows contradict', () => {
  test.each<[string, object]>([
    ['nothing left', { remaining: 0 }],
    ['nothing of nothing', { allowed: 0, remaining: 0 }],
    ['a hundredth', { allowed: 10.24, remaining: 5.12 }],
    ['a hundred times the allowance', { allowed: 102_400 }],
  ])('%s is requested again, and alarms nobody when it was a slip', async (_name, slip) => {
    const { api, site } = await scene();
    const esim = halfUsed(api);
    await site.poll();
    const sound = { ...esim };
    const asked = detailsAsked(api);
    api.onRequest = ({ path }) => {
      if (path === '/api/esim/usage/details')
        Object.assign(esim, detailsAsked(api) === asked + 1 ? slip : sound);
    };
    const { summary } = await site.pollAfter(HOUR);
    expect(detailsAsked(api) - asked).toBe(2);
    expect(summary).toMatchObject({ polled: 1, failed: 0, alertsOpened: 0, notificationsSent: 0 });
    await site.pollAfter(HOUR);
    expect(await site.open()).toEqual([]);
    expect(site.subjects).toEqual([]);
  });

  test('more than half the package at once is requested again; the second answer counts', async () => {
    const { api, site } = await scene();
    const esim = api.add({ remaining: 1000, days: used(24), startedAt: NOON - 3 * DAY });
    await site.poll();
    const asked = detailsAsked(api);
    esim.remaining = 100;
    await site.pollAfter(HOUR);
    expect(detailsAsked(api) - asked).toBe(2);
    expect(await site.open()).toEqual([`low-data critical ${esim.iccid}`]);
    await site.pollAfter(HOUR);
    expect(detailsAsked(api) - asked).toBe(3);
    expect(site.subjects).toHaveLength(1);
  });

  test.each<[string, object, string]>([
    [
      'a real drop to nothing, which the rows bear out',
      { remaining: 0, days: used(1024) },
      'used-up critical',
    ],
    ['more used than allowed', { remaining: -5 }, 'used-up critical'],
    ['a drop to a tenth, which the rows bear out', { remaining: 100, days: used(924) }, 'low-data critical'],
  ])('%s is believed at once', async (_name, figures, alert) => {
    const { api, site } = await scene();
    const esim = halfUsed(api);
    await site.poll();
    const asked = detailsAsked(api);
    Object.assign(esim, figures);
    await site.pollAfter(HOUR);
    expect(detailsAsked(api) - asked).toBe(1);
    expect(await site.open()).toContain(`${alert} ${esim.iccid}`);
  });

  test('where the second request fails, no alert fires; the next poll requests twice again', async () => {
    const { api, site } = await scene();
    const esim = halfUsed(api);
    await site.poll();
    esim.remaining = 0;
    const asked = detailsAsked(api);
    api.onRequest = () => {
      esim.trouble = detailsAsked(api) === asked + 2 ? { status: 500, body: '' } : null;
    };
    expect((await site.pollAfter(HOUR)).summary).toMatchObject({ polled: 0, failed: 1, alertsOpened: 0 });
    await site.pollAfter(HOUR);
    expect(detailsAsked(api) - asked).toBe(4);
    expect(await site.open()).toEqual([`used-up critical ${esim.iccid}`]);
  });
});

describe('units', () => {
  test('are those that the name of the own package proves, where the fleet has several', async () => {
    const { api, site } = await scene();
    const rules = [{ name: 'low-data', type: 'data-low', warning: ['25%'], critical: ['10%', '600MB'] }];
    site.configure({ rules });
    const europe = { packages: [{ name: 'Europe 5 GB', at: 1_770_000_000 }], startedAt: NOON - 9 * DAY };
    for (let number = 0; number < 3; number++) {
      api.add({ ...europe, allowed: 5120, remaining: 4000 });
      api.add({ ...europe, allowed: 5_242_880, remaining: 4_096_000 });
    }
    const nameless = api.add({
      packages: [{ name: 'Surprise', at: 1_770_000_000 }],
      allowed: 5120,
      remaining: 1,
    });
    const { warnings } = await site.poll();
    expect(warnings).toEqual([expect.stringContaining('proves the unit')]);
    expect(await site.open()).toEqual([]);
    const facts = await (await site.context).store.fleet.facts([1, 2, 3, 4, 5, 6, 7], site.clock.now);
    const gigabytes = facts.map(({ reading }) => (reading?.allowanceBytes ?? 0) / UNIT_BYTES.GB);
    expect(gigabytes).toEqual([5, 5, 5, 5, 5, 5, 0]);

    for (const esim of api.esims) esim.remaining = Number(esim.allowed) / 10;
    await site.pollAfter(HOUR);
    const low = api.esims
      .filter((esim) => esim !== nameless)
      .map(({ iccid }) => `low-data critical ${iccid}`);
    expect(await site.open()).toEqual(low.sort());

    // Whose unit changes has bought nothing.
    for (const esim of api.esims.slice(0, 2)) Object.assign(esim, { allowed: 5_242_880, remaining: 524_288 });
    const { summary } = await site.pollAfter(HOUR);
    expect(summary).toMatchObject({ alertsOpened: 0, alertsResolved: 0, notificationsSent: 0 });
    expect(await site.open()).toEqual(low.sort());
  });

  test('that a late history proves apply to the earlier answer', async () => {
    const { api, site } = await scene();
    const at = 1_770_000_000;
    for (let number = 0; number < 3; number++)
      api.add({ packages: [{ name: 'Europe 5 GB', at }], allowed: 5120, remaining: 4000 });
    const late = api.add({ packages: [], allowed: 5_242_880, remaining: 2_621_440 });
    const gigabytes = async () => {
      const [facts] = await (await site.context).store.fleet.facts([4], site.clock.now);
      return (facts?.reading?.allowanceBytes ?? 0) / UNIT_BYTES.GB;
    };
    await site.poll();
    expect(await gigabytes()).toBe(5 * 1024);
    late.packages = [{ name: 'Europe 5 GB', at }];
    for (let polls = 0; polls < 3; polls++) await site.pollAfter(40 * DAY);
    expect(await gigabytes()).toBe(5);
  });
});

test('explain describes overdrawn, unlimited and missing figures', async () => {
  const { api, site } = await scene();
  halfUsed(api);
  const overdrawn = halfUsed(api, { remaining: -5, days: used(1029) });
  const unlimited = halfUsed(api, { allowed: -1, remaining: -1 });
  const missing = halfUsed(api, { allowed: undefined });
  await site.poll();
  await site.stop();
  const explained = async ({ iccid }: ScriptedEsim) => {
    const { stdout } = await run(['explain', iccid, '--config', site.configFile]);
    return stdout.replace(/\s+/g, ' ');
  };
  const texts = await Promise.all([overdrawn, unlimited, missing].map(explained));
  expect(texts[0]).toContain('0 B of 1 GB (overdrawn by 5 MB)');
  expect(texts[0]).toContain('the full 1 GB has been used (overdrawn by 5 MB)');
  expect(texts[1]).toContain('the data is unlimited');
  expect(texts[2]).toContain('512 MB, of an unknown allowance');
  expect(texts[2]).toContain('the size of the package is unknown');
});
