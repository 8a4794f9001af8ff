import { DAY, HOUR, MINUTE } from '@roamwatch/core';
import { describe, expect, test } from 'vitest';
import type { Installation } from '../installation/installation.js';
import { run } from '../installation/program.js';
import { scene } from '../installation/scene.js';

const OPS = { name: 'ops', email: { to: ['ops@example.com'] } };

/** The commands have the machine's clock, so the installation takes it over. */
async function sceneNow(config: Record<string, unknown> = {}) {
  const { api, site } = await scene({ config });
  site.clock.now = Math.floor(Date.now() / 1000);
  const command = async (...args: string[]) => {
    const ended = await run(['alerts', ...args, '--json', '--config', site.configFile]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    return JSON.parse(ended.stdout);
  };
  return { api, site, command };
}

describe('an acknowledgement', () => {
  test('ends reminders until it gets worse, and is for the package it was given', async () => {
    const rules = [{ name: 'low-data', type: 'data-low', critical: ['10%', '5%'] }];
    const { api, site, command } = await sceneNow({ rules, receivers: [{ ...OPS, repeat: '1h' }] });
    const esim = api.add({ remaining: 100 });
    await site.poll();
    const [alert] = await command();
    expect(await command('ack', String(alert.id), '--comment', 'on it')).toEqual({
      acknowledged: [alert.id],
    });
    await site.pollAfter(3 * HOUR);
    expect(site.subjects).toHaveLength(1);

    esim.remaining = 40;
    await site.pollAfter(HOUR);
    expect(site.subjects).toHaveLength(2);
    await site.pollAfter(3 * HOUR);
    expect(site.subjects).toHaveLength(2);
    expect(await command()).toMatchObject([{ id: alert.id, acknowledged: expect.stringMatching(/Z$/) }]);

    Object.assign(esim, { allowed: 2048, remaining: 90 });
    await site.pollAfter(HOUR);
    expect(site.subjects).toHaveLength(3);
    expect(await command()).toMatchObject([{ acknowledged: null }]);
    await site.pollAfter(3 * HOUR);
    expect(site.subjects).toHaveLength(4);
    expect(site.subjects[3]).toMatch(/^\[critical\] Reminder: /);
    expect((await command('history')).map(({ change }: { change: string }) => change)).toContain(
      'acknowledged',
    );
  });

  test('of a warning ends when it becomes critical', async () => {
    const { api, site, command } = await sceneNow();
    const esim = api.add({ remaining: 200 });
    await site.poll();
    const [alert] = await command();
    await command('ack', String(alert.id));
    esim.remaining = 50;
    await site.pollAfter(HOUR);
    expect(await command()).toMatchObject([{ id: alert.id, severity: 'critical', acknowledged: null }]);
    await site.pollAfter(25 * HOUR);
    expect(site.subjects).toHaveLength(3);
  });
});

test('a silence by command mutes, and when ended by command open alerts are sent, without a poll', async () => {
  const { api, site, command } = await sceneNow();
  const [held, passing] = [api.add(), api.add()];
  await site.poll();
  const { id } = await command('silence', 'rule=low-*', '--for', '2h', '--comment', 'maintenance');
  held.remaining = 50;
  passing.remaining = 50;
  await site.pollAfter(MINUTE);
  passing.status = 'EXPIRED';
  await site.pollAfter(MINUTE);
  expect(site.subjects).toEqual([]);
  expect(await command('silences')).toMatchObject([{ id, comment: 'maintenance', active: true }]);

  await command('unsilence', String(id));
  site.wait(MINUTE);
  await site.tick();
  await site.tick();
  expect(site.subjects).toHaveLength(1);
  expect(site.mail.received[0]?.text).toContain(held.iccid);
  expect(site.mail.received[0]?.text).not.toContain(passing.iccid);
});

test('a usage error shows the right usage', async () => {
  const { site } = await scene();
  const wrong = [
    ['ack', '99'],
    ['ack', 'x'],
    ['unsilence', '99'],
    ['silence', 'colour=red', '--for', '2h'],
    ['silence', 'rule=low-data', '--for', 'ever'],
    ['silence', 'rule=low-data', '--for', '0h'],
    ['silence', 'rule=low-data'],
  ];
  const ended = await Promise.all(wrong.map((args) => run(['alerts', ...args, '--config', site.configFile])));
  expect(ended.map(({ code, stdout }) => [code, stdout])).toEqual(wrong.map(() => [2, '']));
  expect(ended.map(({ stderr }) => stderr).join('')).not.toMatch(/^ +at /m);
  expect(ended.map(({ stderr }) => stderr)).toMatchObject([
    expect.stringContaining('not open: alert 99. `roamwatch alerts` shows'),
    expect.stringContaining('is not an ID'),
    expect.stringContaining('`roamwatch alerts silences` lists'),
    expect.stringContaining('the keys are severity, rule'),
    expect.stringContaining('is not a duration: write'),
    expect.stringContaining('--for must be longer than nothing'),
    expect.stringContaining('--for <duration>'),
  ]);
});

/** When the first message came, looking every ten minutes from an instant on. */
async function firstMessageAt(site: Installation, from: number): Promise<number> {
  for (site.clock.now = from; site.subjects.length === 0; site.wait(10 * MINUTE)) {
    await site.tick();
    if (site.clock.now > from + DAY) throw new Error('it was never told');
    if (site.subjects.length > 0) break;
  }
  return site.clock.now;
}

test.each([
  ['Europe/London', 'into summer time', '2026-03-28T23:00Z', '2026-03-29T06:00Z'],
  ['Europe/London', 'out of summer time', '2026-10-24T22:00Z', '2026-10-25T07:00Z'],
  ['America/New_York', 'into summer time', '2026-03-08T04:00Z', '2026-03-08T11:00Z'],
  ['America/New_York', 'out of summer time', '2026-11-01T03:00Z', '2026-11-01T12:00Z'],
])('in %s, the night %s, quiet hours end at seven on the wall', async (timeZone, _night, begins, ends) => {
  const quiet = { ...OPS, quietHours: { from: '22:00', to: '07:00' } };
  const { api, site } = await scene({ config: { timeZone, receivers: [quiet] } });
  const esim = api.add();
  site.clock.now = Date.parse(begins) / 1000 - DAY;
  await site.poll();
  esim.remaining = 200;
  site.clock.now = Date.parse(begins) / 1000;
  await site.poll();
  expect(site.subjects).toEqual([]);

  expect(new Date((await firstMessageAt(site, site.clock.now)) * 1000).toISOString()).toBe(
    new Date(ends).toISOString(),
  );
});
