import { DAY, HOUR, MINUTE, UNIT_BYTES } from '@roamwatch/core';
import { RequestBudget } from '@roamwatch/monitor';
import { FAILED, type ScriptedApi } from '@roamwatch/test-peers';
import { describe, expect, test } from 'vitest';
import { NOON } from './installation/installation.js';
import { scene } from './installation/scene.js';

const { KB, MB } = UNIT_BYTES;

function fleetOf(api: ScriptedApi, count: number, remaining = 900): void {
  for (let number = 0; number < count; number++) {
    api.add({
      ...{ startedAt: NOON - 3 * DAY, expiredAt: NOON + 25 * DAY, remaining },
      days: [{ date: '20260301', usage: (1024 - remaining) * 1024, location: 'France' }],
    });
  }
}

describe('an answer equal to the last', () => {
  test('is a fresh reading: it counts as polled, and ends failures and silence', async () => {
    const { api, site } = await scene({
      config: { rules: [{ name: 'silent', type: 'stale', warning: ['8h'] }] },
    });
    fleetOf(api, 3);
    await site.poll();
    const [esim] = api.esims;
    if (!esim) throw new Error('the fleet is empty');
    esim.trouble = { status: 500, body: '' };
    for (let polls = 0; polls < 9; polls++) await site.pollAfter(HOUR);
    expect(await site.open()).toEqual([`silent warning ${esim.iccid}`]);

    esim.trouble = null;
    const { summary } = await site.pollAfter(HOUR);
    expect(summary).toMatchObject({ polled: 3, failed: 0, dailyRowsNew: 0, dailyRowsChanged: 0 });
    expect(await site.open()).toEqual([]);
    const facts = await (await site.context).store.fleet.facts([1, 2, 3], site.clock.now);
    expect(facts.map(({ reading, failingSince }) => [reading?.at, failingSince])).toEqual(
      Array.from({ length: 3 }, () => [site.clock.now, null]),
    );
  });

  test('is evaluated all the same when the rules have changed meanwhile', async () => {
    const { api, site } = await scene();
    fleetOf(api, 2, 500);
    await site.poll();
    await site.pollAfter(HOUR);
    expect(await site.open()).toEqual([]);

    await site.stop();
    site.configure({ rules: [{ name: 'low-data', type: 'data-low', warning: ['60%'] }] });
    await site.pollAfter(HOUR);
    expect(await site.open()).toHaveLength(2);
  });

  test('is evaluated all the same when the inventory has changed meanwhile', async () => {
    const rules = [{ name: 'sales', type: 'data-low', warning: ['60%'], match: { cost_centre: 'sales' } }];
    const { api, site } = await scene({ config: { rules }, inventory: 'iccid,cost_centre\n' });
    fleetOf(api, 2, 500);
    await site.poll();
    await site.pollAfter(HOUR);
    expect(await site.open()).toEqual([]);

    const [esim] = api.esims;
    site.write('inventory.csv', `iccid,cost_centre\n${esim?.iccid},sales\n`);
    await site.pollAfter(HOUR);
    expect(await site.open()).toEqual([`sales warning ${esim?.iccid}`]);
  });

  test('counts for nothing towards clearing an alert, which takes two answers with new data', async () => {
    const { api, site } = await scene();
    fleetOf(api, 1, 200);
    const [esim] = api.esims;
    if (!esim) throw new Error('the fleet is empty');
    await site.poll();
    for (const remaining of [1024, 200, 1024]) {
      esim.remaining = remaining;
      for (let polls = 0; polls < 3; polls++) await site.pollAfter(HOUR);
      expect(await site.open()).toEqual([`low-data warning ${esim.iccid}`]);
    }
    expect(site.subjects).toHaveLength(1);

    // The same figures in other bytes are no change; another day is.
    esim.packages = [];
    esim.days = esim.days.map((day) => ({ ...day, note: 'written again' }));
    await site.pollAfter(HOUR);
    expect(await site.open()).toHaveLength(1);
    esim.days = [...esim.days, { date: '20260302', usage: 0, location: 'France' }];
    await site.pollAfter(HOUR);
    expect(await site.open()).toEqual([]);
    expect(site.subjects).toHaveLength(2);
  });

  test('that held something unreadable is counted each time', async () => {
    const { api, site } = await scene();
    fleetOf(api, 1);
    for (const esim of api.esims) esim.days = [...esim.days, { date: 'never', usage: 1 }];
    expect((await site.poll()).summary.readingsRejected).toBe(1);
    expect((await site.pollAfter(HOUR)).summary.readingsRejected).toBe(1);
  });
});

describe('daily rows', () => {
  test('that are restated keep their earlier figures; those that drop out of the window stay', async () => {
    const { api, site } = await scene();
    const esim = api.add({ startedAt: NOON - 9 * DAY, remaining: 900 });
    const row = (day: number, megabytes: number) => ({
      ...{ date: `202602${day}`, usage: megabytes * 1024, location: 'France' },
    });
    esim.days = [row(22, 50), row(23, 60), row(24, 14)];
    await site.poll();

    esim.days = [row(23, 61), row(24, 10), row(25, 3)];
    const { summary } = await site.pollAfter(DAY);

    expect(summary).toMatchObject({ dailyRowsNew: 1, dailyRowsChanged: 2 });
    const { usage } = (await site.context).store;
    expect(
      (await usage.daysSince(1, '2026-02-01')).map(({ date, usedBytes }) => [date, usedBytes / MB]),
    ).toEqual([
      ['2026-02-22', 50],
      ['2026-02-23', 61],
      ['2026-02-24', 10],
      ['2026-02-25', 3],
    ]);
    expect(await usage.formerFigures(1, '2026-02-01')).toEqual([
      expect.objectContaining({
        date: '2026-02-23',
        usedBytes: 60 * MB,
        lastChangedAt: NOON,
        replacedAt: NOON + DAY,
      }),
      expect.objectContaining({ date: '2026-02-24', usedBytes: 14 * MB, lastChangedAt: NOON }),
    ]);
  });

  test('whose place is named otherwise later count once, whose place is merely missing stay', async () => {
    const { api, site } = await scene();
    const esim = api.add({ startedAt: NOON - 9 * DAY, remaining: 900 });
    const row = (location: string | null, megabytes: number) => ({
      ...{ date: '20260224', usage: megabytes * 1024, location },
    });
    esim.days = [row('France', 40), row(null, 60)];
    await site.poll();
    esim.days = [row('France', 40)];
    await site.pollAfter(DAY);
    const stored = async () => {
      const days = await (await site.context).store.usage.daysSince(1, '2026-02-01');
      return days.map(({ location, usedBytes }) => [location, usedBytes / MB]);
    };
    expect(await stored()).toEqual([
      ['', 60],
      ['France', 40],
    ]);

    esim.days = [row('France', 40), row('Spain', 64)];
    const { summary } = await site.pollAfter(DAY);
    expect(summary).toMatchObject({ dailyRowsNew: 1, dailyRowsChanged: 1, readingsRejected: 0 });
    expect(await stored()).toEqual([
      ['', 0],
      ['France', 40],
      ['Spain', 64],
    ]);
  });

  test('an answer without days leaves all of them as they are', async () => {
    const { api, site } = await scene();
    fleetOf(api, 1);
    await site.poll();
    for (const esim of api.esims) esim.days = [];
    expect((await site.pollAfter(HOUR)).summary).toMatchObject({ polled: 1, dailyRowsChanged: 0 });
    expect((await (await site.context).store.usage.daysSince(1, '2026-01-01'))[0]?.usedBytes).toBe(
      124 * 1024 * KB,
    );
  });
});

describe('the list', () => {
  test('may change while it is read: an eSIM that moves on between two requests is neither lost nor polled twice', async () => {
    const { api, site } = await scene();
    fleetOf(api, 120);
    for (const esim of api.esims.slice(0, 40)) esim.status = 'READY';
    api.listCap = 100;
    const [mover] = api.esims;
    let lists = 0;
    api.onRequest = ({ path }) => {
      if (path !== '/api/esims') return;
      lists += 1;
      if (lists === 4 && mover) mover.status = 'INSTALLED';
    };
    const { summary } = await site.poll();

    expect(summary.failed).toBe(0);
    expect(summary.polled).toBe(120);
    const asked = api.requests.filter(({ path }) => path === '/api/esim/usage/details');
    const evidence = 12;
    expect(asked.filter(({ iccid }) => iccid === mover?.iccid).length).toBeLessThanOrEqual(2);
    expect(asked.length).toBeLessThanOrEqual(120 + evidence);
    expect((await (await site.context).store.fleet.countByStatus()).get('INSTALLED')).toBe(81);
  });

  test('may lose and gain eSIMs while it is read', async () => {
    const { api, site } = await scene();
    fleetOf(api, 30);
    await site.poll();
    api.onRequest = ({ path }) => {
      if (path !== '/api/esim/usage/details' || api.esims.length !== 30) return;
      api.esims.pop();
      api.add({ iccid: '8944000000000009999', id: 'newcomer' });
    };
    const { summary } = await site.pollAfter(HOUR);
    expect(summary.polled + summary.failed).toBe(30);
    api.onRequest = () => {};
    expect((await site.pollAfter(HOUR)).summary).toMatchObject({ listed: 30, polled: 30, failed: 0 });
    expect(await site.open()).toEqual([]);
  });
});

describe('a provider in trouble', () => {
  test('that is dead is left alone after a few calls, and not called for each eSIM', async () => {
    const { api, site } = await scene({ client: { retries: 0, breakAfter: 5 } });
    fleetOf(api, 100);
    await site.poll();
    const before = api.requests.length;
    api.onRequest = ({ path }) => {
      if (path !== '/api/esims') api.trouble = { status: 503, body: FAILED('down') };
    };
    const { problems } = await site.pollAfter(HOUR);
    expect(problems.join()).toContain('did not answer several times running');
    const asked = api.requests.slice(before).filter(({ path }) => path !== '/api/esims');
    // Five that fail, while four are under way at a time.
    expect(asked.length).toBeLessThanOrEqual(5 + 3);
  });

  test('that wants quiet for long is given it at once', async () => {
    const { api, site } = await scene({ client: { retries: 2 } });
    fleetOf(api, 51);
    await site.poll();
    const before = api.requests.length;
    for (const esim of api.esims) {
      esim.trouble = { status: 429, body: FAILED('slow down'), headers: { 'retry-after': '600' } };
    }
    const { problems } = await site.pollAfter(HOUR);
    expect(problems).toHaveLength(1);
    expect(api.requests.length - before).toBeLessThanOrEqual(1 + 4);
  });

  test('whose hourly budget is spent gets the rest later, and that is no outage', async () => {
    const { api, site } = await scene();
    fleetOf(api, 20);
    await site.poll();
    await site.stop();
    const config = {
      api: { baseUrl: api.url, tokenFile: './token', requestsPerSecond: 10_000, requestsPerHour: 10 },
    };
    site.configure(config);
    const before = api.requests.length;
    for (let polls = 0; polls < 4; polls++) await site.pollAfter(20 * MINUTE);
    expect(api.requests.length - before).toBeLessThanOrEqual(10);
    expect(await site.open()).toEqual([]);
  });

  test('has its requests counted during a poll, for the process that starts after a crash', async () => {
    const { api, site } = await scene();
    fleetOf(api, 20);
    const limits = { requestsPerSecond: 10_000, requestsPerHour: 500 };
    site.configure({ api: { baseUrl: api.url, tokenFile: './token', ...limits } });
    await site.poll();
    const next = await RequestBudget.open((await site.context).store, () => site.clock.now, 500);
    expect(next.left()).toBeLessThanOrEqual(500 - 20);
  });

  test('gets no more requests in an hour when the program restarts within it', async () => {
    const { api, site } = await scene();
    fleetOf(api, 20);
    site.configure({
      api: { baseUrl: api.url, tokenFile: './token', requestsPerSecond: 10_000, requestsPerHour: 10 },
    });
    const { listed, polled, failed, skipped } = (await site.poll()).summary;
    expect([listed, polled + failed + skipped]).toEqual([20, 20]);
    for (let starts = 0; starts < 3; starts++) {
      await site.stop();
      await site.pollAfter(10 * MINUTE);
    }
    const inTheHour = api.requests.length;
    expect(inTheHour).toBeLessThanOrEqual(10);

    await site.stop();
    await site.pollAfter(HOUR);
    expect(api.requests.length).toBeGreaterThan(inTheHour);
  });
});
