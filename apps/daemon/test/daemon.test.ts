import type { ScriptedApi } from '@roamwatch/test-peers';
import { expect, test } from 'vitest';
import { run, start } from './installation/program.js';
import { scene } from './installation/scene.js';
import { told } from './installation/told.js';

const SUMMARY = [
  'listed',
  'polled',
  'skipped',
  'failed',
  'dailyRowsNew',
  'dailyRowsChanged',
  'readingsRejected',
  'alertsOpened',
  'alertsEscalated',
  'alertsResolved',
  'notificationsSent',
  'notificationsPending',
  'durationMs',
];

/** Resolves when so many usage details have been requested. */
function asked(api: ScriptedApi, count: number): Promise<void> {
  return new Promise((resolve) => {
    let details = 0;
    api.onRequest = ({ path }) => {
      if (path === '/api/esim/usage/details' && ++details === count) resolve();
    };
  });
}

test('poll --json prints one object with every key of the contract, all integers', async () => {
  const { api, site } = await scene();
  api.add({
    remaining: 50,
    days: [
      { date: '20260301', usage: -1 },
      { date: '20260302', usage: 5 },
    ],
  });
  api.add({ status: 'EXPIRED' });

  const { code, stdout, stderr } = await run(['poll', '--json', '--config', site.configFile]);

  expect([code, stderr]).toEqual([0, '']);
  const summary = JSON.parse(stdout) as Record<string, unknown>;
  expect(Object.keys(summary)).toEqual(expect.arrayContaining(SUMMARY));
  for (const value of Object.values(summary)) expect(value).toSatisfy(Number.isInteger);
  expect(summary).toMatchObject({
    listed: 2,
    polled: 1,
    readingsRejected: 1,
    alertsOpened: 1,
    notificationsSent: 1,
  });
});

const NO_LIST = 'the list of eSIMs could not be read';

test.each([
  ['an eSIM that fails', (api: ScriptedApi) => api.add({ trouble: { status: 404, body: '' } })],
  ['a refused token', (api: ScriptedApi) => Object.assign(api, { token: 'another' }), NO_LIST],
  ['a provider that is gone', (api: ScriptedApi) => api.close(), NO_LIST],
  [
    'a list cut short',
    (api: ScriptedApi) => {
      for (let index = 0; index < 150; index++) api.add({ status: index % 3 === 0 ? 'READY' : 'INSTALLED' });
      api.listCap = 50;
    },
  ],
])(
  'poll exits 1 after %s, says so in a line, and prints its summary nevertheless',
  async (_name, spoil, said = '') => {
    const { api, site } = await scene();
    api.add();
    await spoil(api);

    const { code, stdout, stderr } = await run([
      'poll',
      '--json',
      '--log-level',
      'silent',
      '--config',
      site.configFile,
    ]);

    expect(code).toBe(1);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr).toContain(said);
    expect(JSON.parse(stdout)).toMatchObject({ listFailed: said === NO_LIST ? 1 : 0 });
    expect(Object.keys(JSON.parse(stdout))).toEqual(expect.arrayContaining(SUMMARY));
  },
);

test('a poll without a list counts no eSIM as read', async () => {
  const { api, site } = await scene();
  await api.close();
  const { stdout } = await run(['poll', '--config', site.configFile]);
  expect(stdout).toMatch(/^Result +incomplete/m);
  expect(stdout).toMatch(/^Not read +every eSIM, because the list could not be read$/m);
});

test('two polls at once on one database: the second is refused, names the first, and exits 1', async () => {
  const { api, site } = await scene();
  api.add();
  const begun = asked(api, 1);
  const first = start(['poll', '--config', site.configFile]);
  api.add({ trouble: 'hang' });
  await begun;

  const second = await run(['poll', '--config', site.configFile]);

  expect(second.code).toBe(1);
  expect(second.stdout).toBe('');
  expect(second.stderr).toMatch(new RegExp(`in use by process ${first.process.pid}`));
  expect(second.stderr.trim().split('\n')).toHaveLength(1);
  first.process.kill('SIGKILL');
  await first.ended;
});

// If it waited for the calls that hang, it would outlast this test by a minute.
test('SIGTERM during a poll ends the daemon within seconds, exit 0, and answers received are kept', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 40; index++) api.add({ remaining: 50 });
  const begun = asked(api, 30).then(() => {
    for (const esim of api.esims) esim.trouble = 'hang';
  });
  const daemon = start(['run', '--config', site.configFile]);
  await begun;

  daemon.process.kill('SIGTERM');
  const { code, stderr } = await daemon.ended;

  expect(code).toBe(0);
  expect(stderr).toContain('"stopped"');
  expect(stderr).not.toMatch(/"level":50/);
  const kept = (await site.open()).length;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(40);

  for (const esim of api.esims) esim.trouble = null;
  const again = await run(['poll', '--json', '--config', site.configFile]);
  expect(JSON.parse(again.stdout)).toMatchObject({
    polled: 40,
    alertsOpened: 40 - kept,
    notificationsPending: 0,
  });
  expect(told(site.mail.received)).toEqual(api.esims.map(({ iccid }) => iccid));
});

test('the daemon polls when it starts, delivers, and a restart repeats nothing', async () => {
  const { api, site } = await scene();
  api.add({ remaining: 50 });
  for (let time = 0; time < 2; time++) {
    const daemon = start(['run', '--config', site.configFile]);
    await daemon.saying(time === 0 ? 'poll cycle finished' : 'is watching');
    daemon.process.kill('SIGTERM');
    expect((await daemon.ended).code).toBe(0);
  }
  expect(site.subjects).toHaveLength(1);
});
