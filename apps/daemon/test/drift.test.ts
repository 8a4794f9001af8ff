import { DAY, HOUR, UNIT_BYTES } from '@roamwatch/core';
import type { ScriptedApi, ScriptedEsim } from '@roamwatch/test-peers';
import { expect, test } from 'vitest';
import { Installation, NOON } from './installation/installation.js';
import { run } from './installation/program.js';
import { scene } from './installation/scene.js';

function fleetOf(api: ScriptedApi, count: number): void {
  for (let number = 0; number < count; number++) {
    api.add({
      ...{ startedAt: NOON - 3 * DAY, expiredAt: NOON + 20 * DAY, remaining: 1000 },
      days: [{ date: '20260301', usage: 24 * 1024, location: 'France' }],
    });
  }
}

/** What a poll warns of after the whole fleet changed. */
async function warnedOf(change: (esim: ScriptedEsim) => void, share = 1): Promise<readonly string[]> {
  const { api, site } = await scene();
  fleetOf(api, 10);
  expect((await site.poll()).warnings).toEqual([]);
  for (const esim of api.esims.slice(0, Math.round(10 * share))) change(esim);
  const { summary, problems, warnings } = await site.pollAfter(HOUR);
  expect(summary).toMatchObject({ alertsOpened: 0, alertsResolved: 0 });
  expect((await (await site.context).store.usage.daysSince(1, '2026-03-01'))[0]?.usedBytes).toBe(
    24 * UNIT_BYTES.MB,
  );
  return [...problems, ...warnings].filter((text) => !text.includes('usage requests fail'));
}

const CHANGES: Readonly<Record<string, [change: (esim: ScriptedEsim) => void, warning: RegExp]>> = {
  'a figure is gone': [
    (esim) => {
      esim.remaining = undefined;
    },
    /^remainingData is missing in 10 of 10 .*example has id, iccid/,
  ],
  'a figure gets another format': [
    (esim) => {
      esim.remaining = '1 000,5 MB';
    },
    /^remainingData is unreadable in 10 of 10 .*1 000,5 MB/,
  ],
  'instants become milliseconds': [
    (esim) => {
      esim.expiredAt = (NOON + 20 * DAY) * 1000;
    },
    /^expiredAt is unreadable in 10 of 10/,
  ],
  'dates get another format': [
    (esim) => {
      esim.days = [{ date: '01.03.2026', usage: 1, location: 'France' }];
    },
    /^date is unreadable in 10 of 10 .*01\.03\.2026/,
  ],
  'an optional field is gone': [
    (esim) => {
      esim.expiredAt = undefined;
    },
    /^expiredAt is missing in nearly all of 10/,
  ],
  'places are gone': [
    (esim) => {
      esim.days = [{ date: '20260301', usage: 24 * 1024 }];
    },
    /^dataUsages\[\]\.location is missing in nearly all of 10/,
  ],
};

test.each(Object.entries(CHANGES))(
  'when %s everywhere, a poll says so with an example',
  async (_name, [change, warning]) => {
    expect(await warnedOf(change)).toEqual([expect.stringMatching(warning)]);
  },
);

test('a fault of a few eSIMs is no drift', async () => {
  expect(
    await warnedOf((esim) => {
      esim.remaining = undefined;
    }, 0.2),
  ).toEqual([]);
});

test('a field gone for a week is warned of no longer', async () => {
  const { api, site } = await scene();
  fleetOf(api, 10);
  await site.poll();
  for (const esim of api.esims) esim.startedAt = undefined;
  expect((await site.pollAfter(6 * DAY)).warnings.join()).toContain('startedAt is missing');
  expect((await site.pollAfter(2 * DAY)).warnings.join()).not.toContain('startedAt is missing');
});

test('a new status is notified once, with an example and advice; that it stops all monitoring is reported each time', async () => {
  const { api, site } = await scene({ config: { poll: { statuses: ['INSTALLED', 'READY'] } } });
  fleetOf(api, 6);
  for (const esim of api.esims.slice(0, 2)) esim.status = 'PAUSED';
  const { warnings, summary } = await site.poll();
  expect(warnings).toEqual([
    expect.stringMatching(/new status PAUSED: 2 of 6 eSIMs, for example 8944.*poll\.statuses/),
  ]);
  expect(summary).toMatchObject({ listed: 6, polled: 4, skipped: 2 });
  expect((await site.pollAfter(HOUR)).warnings).toEqual(warnings);

  for (const esim of api.esims) esim.status = 'ACTIVE';
  expect((await site.pollAfter(HOUR)).warnings).toEqual([
    expect.stringMatching(/^no eSIM is polled.*6 ACTIVE/),
  ]);
});

test('rejected data and failing eSIMs are listed by a command, with reason, example, since when and how often', async () => {
  const { api, site } = await scene();
  fleetOf(api, 3);
  const [bad, failing] = api.esims;
  if (!bad || !failing) throw new Error('the fleet is empty');
  bad.days = [...bad.days, { date: '20260301', usage: -5, location: 'France' }];
  failing.trouble = { status: 500, body: '' };
  const command = async (...args: string[]) =>
    (await run(['rejected', ...args, '--config', site.configFile], { cwd: site.folder })).stdout;
  await site.poll();
  await site.pollAfter(HOUR);
  await site.pollAfter(HOUR);
  await site.stop();

  const since = new Date(NOON * 1000).toISOString().replace('.000Z', 'Z');
  const told = JSON.parse(await command('--json', '--since', '9000d'));
  expect(told.failing).toEqual([
    { iccid: failing.iccid, esimId: failing.id, since, times: 3, reason: 'unavailable' },
  ]);
  expect(told.rejected).toEqual([
    expect.objectContaining({
      what: 'daily-row',
      reason: 'usage is negative',
      esims: 1,
      times: 3,
      firstAt: since,
    }),
  ]);
  expect(told.rejected[0].sample).toContain('-5');
  const each = JSON.parse(await command('--json', '--each', '--since', '9000d'));
  expect(each.rejected[0]).toMatchObject({ iccid: bad.iccid, times: 3 });
  const words = await command('--since', '9000d');
  expect(words).toContain('usage is negative');
  expect(words).toContain(failing.iccid);

  const calm = await Installation.make({ api });
  await (await calm.context).store.outbox.counts();
  await calm.stop();
  const nothing = await run(['rejected', '--config', calm.configFile], { cwd: calm.folder });
  expect(nothing).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^No rejected data is known\.\n\nNo failing eSIM is known\.\n\nNever polled/,
    ),
  });
});
