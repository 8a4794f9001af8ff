import { DAY, HOUR, measuredInWords, sentenceOf, thresholdInWords } from '@roamwatch/core';
import { type ExplainedRule, explainEsim } from '@roamwatch/monitor';
import { expect, test } from 'vitest';
import { NOON } from '../installation/installation.js';
import { run } from '../installation/program.js';
import { scene } from '../installation/scene.js';

type Scene = Awaited<ReturnType<typeof scene>>;

/** What every rule says of an eSIM, by rule name. */
async function explained({ site }: Scene, iccid: string) {
  const { store, config } = await site.context;
  const explanation = await explainEsim(
    store,
    config,
    (await store.fleet.findByIccid(iccid)) ?? 0,
    site.clock.now,
  );
  if (!explanation) throw new Error('nothing is known of it');
  const reader = { now: site.clock.now, zone: 'UTC' };
  const inWords = (rule: ExplainedRule) => ({
    ...rule,
    reason: sentenceOf(rule.reason, reader),
    ...(rule.verdict.kind === 'measured' && {
      value: measuredInWords(rule.verdict.finding, reader),
      threshold: thresholdInWords(rule.verdict.finding),
    }),
  });
  return Object.fromEntries(explanation.rules.map((rule) => [rule.rule, inWords(rule)]));
}

test('explains the result of every rule for every kind of eSIM', async () => {
  const on = await scene();
  const { api, site } = on;
  const low = api.add({ remaining: 200, startedAt: NOON - 9 * DAY, expiredAt: NOON + 20 * DAY });
  const ready = api.add({ status: 'READY', lapsesAt: NOON + 20 * DAY });
  const unlimited = api.add({ unlimited: true });
  const unsupported = api.add({ usageCheck: false });
  const expired = api.add({ status: 'EXPIRED' });
  const failing = api.add({ trouble: { status: 500, body: '' } });
  await site.poll();

  expect(await explained(on, low.iccid)).toMatchObject({
    'low-data': {
      decision: 'leave',
      value: '200 MB of 1 GB left (19.5 %)',
      threshold: '25 %',
      alert: { state: 'open', severity: 'warning' },
    },
    expiring: { decision: 'leave', next: { at: NOON + 13 * DAY, by: 'clock' } },
    unused: { reason: 'the profile is already installed' },
    forecast: { reason: 'there is too little usage for a forecast', next: null },
  });
  expect(await explained(on, ready.iccid)).toMatchObject({
    'low-data': { reason: 'the eSIM is not installed yet' },
    unused: { next: { at: NOON + 6 * DAY, by: 'clock' } },
  });
  expect(await explained(on, unlimited.iccid)).toMatchObject({
    'low-data': { reason: 'the data is unlimited' },
  });
  expect(await explained(on, unsupported.iccid)).toMatchObject({
    'used-up': { reason: 'the provider does not support usage checks for this eSIM' },
    silent: { reason: 'the eSIM is not polled for usage' },
  });
  expect(await explained(on, expired.iccid)).toMatchObject({
    expiring: { reason: 'the eSIM has expired or was revoked' },
  });
  expect(await explained(on, failing.iccid)).toMatchObject({
    'low-data': { reason: 'there is no fresh reading' },
    silent: { next: { at: NOON + 8 * HOUR, by: 'clock' } },
  });
});

test('shows when data will run low at the current rate of use', async () => {
  const on = await scene({ config: { units: { dailyUsage: 'MB' } } });
  const days = [28, 27, 26].map((day) => ({ date: `202602${day}`, usage: 128, location: 'France' }));
  const esim = on.api.add({ days: [...days, { date: '20260301', usage: 128, location: 'France' }] });
  await on.site.poll();

  const { 'low-data': low, 'used-up': usedUp } = await explained(on, esim.iccid);
  expect(low?.next).toEqual({ at: NOON + 6 * DAY, by: 'forecast' });
  expect(usedUp?.next).toEqual({ at: NOON + 8 * DAY, by: 'forecast' });
});

test('shows since when and why its calls fail', async () => {
  const { api, site } = await scene();
  const esim = api.add();
  await site.poll();
  esim.trouble = { status: 500, body: '' };
  for (let polls = 0; polls < 3; polls++) await site.pollAfter(HOUR);
  const command = (...args: string[]) => run(['explain', ...args, '--config', site.configFile]);

  const [, , , , calls] = (await command(esim.iccid)).stdout.split('\n');
  expect(calls).toMatch(/^Failing +since .*2 Mar.*13:00.*, 3 times; last reason: unavailable$/);
  expect(JSON.parse((await command('--json', esim.iccid)).stdout).failing).toEqual({
    since: '2026-03-02T13:00:00Z',
    times: 3,
    reason: 'unavailable',
  });

  esim.trouble = null;
  await site.pollAfter(HOUR);
  expect((await command(esim.iccid)).stdout).not.toMatch(/^Failing/m);
  expect(JSON.parse((await command('--json', esim.iccid)).stdout).failing).toBeNull();
});

test('on the command line: an ICCID as people copy it, JSON, and an unknown one', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 200 });
  await site.poll();
  const command = (...args: string[]) => run(['explain', ...args, '--config', site.configFile]);

  const spaced = await command(` ${esim.iccid.replace(/(.{4})/g, '$1 ')}`);
  expect(spaced).toMatchObject({ code: 0, stderr: '' });
  expect(spaced.stdout).toMatch(/Next poll +\w/);
  expect(spaced.stdout).toMatch(/low-data .*at or below 25 %/);

  const json = JSON.parse((await command('--json', esim.iccid)).stdout);
  expect(json).toMatchObject({ iccid: esim.iccid, nextPollAt: expect.stringMatching(/Z$/) });
  expect(json.rules).toHaveLength(7);

  expect(JSON.parse((await command('--json', '--iccid', esim.iccid)).stdout).iccid).toBe(esim.iccid);

  expect(await command('89440')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^roamwatch: no eSIM matches "89440"/),
  });
});
