import { checkDigit, DAY, HOUR } from '@roamwatch/core';
import type { ScriptedApi, ScriptedEsim } from '@roamwatch/test-peers';
import { expect, test } from 'vitest';
import { readiness } from '../src/http/readiness.js';
import { Daemon, sample } from './installation/daemon.js';
import { type Installation, NOON } from './installation/installation.js';
import { run } from './installation/program.js';
import { scene } from './installation/scene.js';

const NOT_FOUND = { status: 404, body: '{"status":"failed","message":"no such eSIM"}' };
const HTML = { status: 200, body: '<html>maintenance</html>', type: 'text/html' };

async function fleet(size: number, options: Parameters<typeof scene>[0] = {}) {
  const made = await scene(options);
  for (let number = 0; number < size; number++) {
    made.api.add({
      ...{ startedAt: NOON - 3 * DAY, expiredAt: NOON + 20 * DAY, remaining: 1000 },
      days: [{ date: '20260301', usage: 24 * 1024, location: 'France' }],
    });
  }
  return made;
}

/** Every poll accounts for every eSIM. */
function expectSum({ summary }: Awaited<ReturnType<Installation['poll']>>): void {
  const { listed, polled, failed, skipped } = summary;
  expect(polled + failed + skipped).toBe(listed);
}

const ready = async (site: Installation) => readiness(await site.context);

type Change = (esim: ScriptedEsim, api: ScriptedApi) => void;

/** What makes something of the whole fleet wrong, and puts it right again. */
const CONDITIONS: Readonly<Record<string, { begin: Change; end: Change; reason: RegExp }>> = {
  'most eSIMs fail': {
    begin: (esim) => {
      esim.trouble = Number(esim.iccid.slice(-3)) % 2 ? NOT_FOUND : null;
    },
    end: (esim) => {
      esim.trouble = null;
    },
    reason: /usage requests fail for 6 of 12 eSIMs/,
  },
  'dates have a new form': {
    begin: (esim) => {
      esim.days = [{ date: '01.03.2026', usage: 24 * 1024, location: 'France' }];
    },
    end: (esim) => {
      esim.days = [{ date: '20260301', usage: 24 * 1024, location: 'France' }];
    },
    reason: /date is unreadable in 12 of 12 usage answers, for example .*01\.03\.2026/,
  },
  'instants have a new form': {
    begin: (esim) => {
      esim.expiredAt = '20 March 2026';
    },
    end: (esim) => {
      esim.expiredAt = NOON + 20 * DAY;
    },
    reason: /expiredAt is unreadable in 12 of 12/,
  },
  'figures have a new form': {
    begin: (esim) => {
      esim.remaining = '1 000,5 MB';
    },
    end: (esim) => {
      esim.remaining = 1000;
    },
    reason: /remainingData is unreadable in 12 of 12/,
  },
  'the end of packages is no longer sent': {
    begin: (esim) => {
      esim.expiredAt = undefined;
    },
    end: (esim) => {
      esim.expiredAt = NOON + 20 * DAY;
    },
    reason: /expiredAt is missing in nearly all of 12 usage answers/,
  },
  'the list is empty': {
    begin: (esim, api) => {
      if (!api.hidden.includes(esim)) api.hidden.push(esim);
    },
    end: (_esim, api) => {
      api.hidden.length = 0;
    },
    reason: /list is empty, although 12 eSIMs could use data/,
  },
  'the list lacks most': {
    begin: (esim, api) => {
      if (Number(esim.iccid.slice(-3)) > 5 && !api.hidden.includes(esim)) api.hidden.push(esim);
    },
    end: (_esim, api) => {
      api.hidden.length = 0;
    },
    reason: /list lacks 7 of 12 eSIMs/,
  },
  'the status is new': {
    begin: (esim) => {
      esim.status = 'PAUSED';
    },
    end: (esim) => {
      esim.status = 'INSTALLED';
    },
    reason: /new status PAUSED: 12 of 12 eSIMs, for example 8944/,
  },
};

test.each(Object.entries(CONDITIONS))(
  'that %s is notified once, fails polls, makes Roamwatch unready, and is notified again when it is over',
  async (_name, { begin, end, reason }) => {
    const { api, site } = await fleet(12);
    expect((await site.poll()).problems).toEqual([]);

    for (const esim of api.esims) begin(esim, api);
    for (const hour of [1, 2]) {
      const result = await site.pollAfter(HOUR);
      expect(result.problems.join('\n')).toMatch(reason);
      expect(result.summary).toMatchObject({ alertsOpened: 0, alertsResolved: 0, listed: 12 });
      expectSum(result);
      expect(site.subjects, `after ${hour} h`).toHaveLength(1);
      const { ready: isReady, reasons } = await ready(site);
      expect(isReady).toBe(false);
      expect(reasons.join('\n')).toMatch(reason);
      // A restart does not notify again.
      await site.stop();
    }

    for (const esim of api.esims) end(esim, api);
    const { problems, conditions } = await site.pollAfter(HOUR);
    expect([problems, conditions]).toEqual([[], []]);
    expect(site.subjects).toHaveLength(2);
    expect(site.subjects[1]).toContain(`Resolved: ${site.subjects[0]?.replace('[notice] ', '')}`);
    expect(await ready(site)).toMatchObject({ ready: true, reasons: [] });
  },
);

test('an unknown unit is a condition until it is configured', async () => {
  const { api, site } = await scene();
  for (const allowed of [7, 70_000, 9_000_000_000, 3]) api.add({ allowed, remaining: 1, packages: [] });
  const { problems } = await site.poll();
  expect(problems.join()).toMatch(/unit of allowances is unknown .*data rules do not fire/);
  await site.pollAfter(HOUR);
  expect(site.subjects).toHaveLength(1);
  expect((await ready(site)).ready).toBe(false);

  await site.stop();
  site.configure({ units: { allowance: 'MB' }, rules: [] });
  expect((await site.pollAfter(HOUR)).problems).toEqual([]);
  expect(site.subjects).toHaveLength(2);
});

test.each([
  ['404', NOT_FOUND],
  ['a page of HTML', HTML],
])('usage requests that all answer %s are an outage like any other', async (_name, trouble) => {
  const { api, site } = await fleet(12);
  await site.poll();
  for (const esim of api.esims) esim.trouble = trouble;
  for (const mails of [0, 0, 1, 1]) {
    const result = await site.pollAfter(HOUR);
    expect(result.problems.join()).toContain('all 12 usage requests failed');
    expect(result.summary).toMatchObject({ listed: 12, polled: 0, failed: 12 });
    expect(site.subjects).toHaveLength(mails);
    expect((await ready(site)).ready).toBe(false);
  }
  expect(await site.open()).toEqual(['provider-down critical provider']);

  for (const esim of api.esims) esim.trouble = null;
  await site.pollAfter(HOUR);
  expect(await site.open()).toEqual([]);
  expect(site.subjects).toHaveLength(2);
  expect((await ready(site)).ready).toBe(true);
});

test("another account's token closes nothing, and is corrected without a trace", async () => {
  const { api, site } = await fleet(12);
  for (const esim of api.esims) esim.remaining = 50;
  await site.poll();
  const open = await site.open();
  expect(open).toHaveLength(12);

  const ours = api.esims.splice(0);
  const result = await site.pollAfter(HOUR);
  expect(result.summary).toMatchObject({ listed: 12, failed: 12, alertsResolved: 0 });
  expect(result.problems.join('\n')).toMatch(/list is empty/);
  expect((await ready(site)).ready).toBe(false);
  await site.tick();
  expect(await site.open()).toEqual(open);

  // The other account may have its own eSIMs.
  api.esims.push(api.add({ iccid: '8944999999999999991', id: 'theirs' }));
  api.esims.splice(1);
  const others = await site.pollAfter(HOUR);
  expect(others.problems.join('\n')).toMatch(/lacks 12 of 12/);
  expectSum(others);
  expect(await site.open()).toEqual(open);

  api.esims.splice(0, 1, ...ours);
  const { problems, summary } = await site.pollAfter(HOUR);
  expect([problems, summary.alertsOpened]).toEqual([[], 0]);
  expect(await site.open()).toEqual(open);
});

test('a fault of a few eSIMs is counted under its reason, and neither notified nor a reason to be unready', async () => {
  const { api, site } = await fleet(12, { config: { http: { listen: '127.0.0.1:0' } } });
  const [a, b, c, d] = api.esims as [ScriptedEsim, ScriptedEsim, ScriptedEsim, ScriptedEsim];
  a.trouble = NOT_FOUND;
  b.trouble = HTML;
  c.usageCheck = false;
  d.status = 'EXPIRED';
  const daemon = await Daemon.start(site);
  await daemon.event('cycle');
  expect(site.subjects).toEqual([]);
  const response = await daemon.get('/readyz');
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    ready: true,
    reasons: [
      '1 eSIM is not monitored: usage check not supported',
      '2 eSIMs are not monitored: failing (see `roamwatch rejected`)',
    ],
    notMonitored: { ended: 1, 'no-usage-check': 1, failing: 2 },
  });
  const metrics = await daemon.metrics();
  expect(sample(metrics, 'roamwatch_esims_not_monitored{reason="failing"}')).toBe(2);
  expect(sample(metrics, 'roamwatch_esims_not_monitored{reason="no-usage-check"}')).toBe(1);
  expect(sample(metrics, 'roamwatch_fleet_condition{condition="esims-failing",scale="fleet"}')).toBe(0);
});

test('statuses that the configuration leaves out are counted and shown, and are no fault', async () => {
  const { api, site } = await fleet(4, { config: { poll: { statuses: ['INSTALLED'] } } });
  for (const esim of api.esims.slice(1)) esim.status = 'ACTIVE';
  const result = await site.poll();
  expect(result).toMatchObject({ problems: [], notMonitored: { status: 3 } });
  expectSum(result);
  expect(await ready(site)).toMatchObject({
    ready: true,
    reasons: ['3 eSIMs are not monitored: status left out by poll.statuses'],
  });
  await site.stop();
  const polled = await run(['poll', '--json', '--config', site.configFile], { cwd: site.folder });
  expect(polled.code).toBe(0);
  expect(JSON.parse(polled.stdout)).toMatchObject({
    listed: 4,
    polled: 1,
    skipped: 3,
    notMonitored: 3,
    notMonitoredStatus: 3,
  });
  const checked = await run(['check', '--online', '--json', '--config', site.configFile], {
    cwd: site.folder,
  });
  expect(checked.stdout).toContain('3 listed eSIMs that could use data are not polled: 3 ACTIVE');
});

test('a status never seen is notified however few have it, and named by the program', async () => {
  const { api, site } = await fleet(8);
  const [one] = api.esims;
  if (one) one.status = 'TELEPORTED';
  const result = await site.poll();
  expect(result).toMatchObject({ problems: [], summary: { polled: 8, failed: 0 } });
  expect(result.warnings.join()).toContain('new status TELEPORTED: 1 of 8');
  await site.pollAfter(HOUR);
  expect(site.subjects).toHaveLength(1);
  expect(site.subjects[0]).toContain('New eSIM status TELEPORTED');
  expect((await ready(site)).ready).toBe(true);
});

test('check hints at an inventory whose ICCIDs differ from the fleet by their check digits, and merges nothing', async () => {
  const { api, site } = await scene({
    inventory: 'iccid,label\n894450000000000001,Anna\n8944500000000000029,Ben\n',
  });
  api.add({ iccid: `894450000000000001${checkDigit('894450000000000001')}` });
  api.add({ iccid: '8944500000000000029' });
  await site.poll();
  await site.stop();
  const { stdout } = await run(['check', '--config', site.configFile], { cwd: site.folder });
  expect(stdout).toContain('894450000000000001: the fleet has 894450000000000001');
  expect(stdout).not.toContain('8944500000000000029: the fleet has');
});
