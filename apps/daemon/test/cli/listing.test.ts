import { DAY, HOUR } from '@roamwatch/core';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { invoke } from '../installation/invoke.js';
import { run } from '../installation/program.js';
import { scene } from '../installation/scene.js';

/** The real clock counts: what the program says is relative to it. */
const NOW = Math.floor(Date.now() / 1000);

async function polledFleet() {
  const on = await scene({
    inventory: [
      'iccid,label,cost_centre',
      '8944000000000000001,Anna Kern,sales-emea',
      '8944000000000000002,Zoë 東京,sales-apac',
      '8944000000000000003,Bert,engineering',
      '',
    ].join('\n'),
  });
  const { api, site } = on;
  site.clock.now = NOW;
  const running = { startedAt: NOW - DAY, expiredAt: NOW + 20 * DAY };
  api.add({ remaining: 50, ...running });
  api.add({ remaining: 200, ...running });
  api.add({ remaining: 900, ...running });
  api.add({ usageCheck: false });
  await site.poll();
  await site.stop();
  const program = (args: readonly string[], env: Record<string, string> = {}) =>
    invoke([...args, '--config', site.configFile], env);
  const json = async (...args: readonly string[]) => JSON.parse((await program([...args, '--json'])).stdout);
  return { ...on, program, json };
}

test('fleet lists the eSIMs in the database, filtered and sorted, without a request', async () => {
  const { api, program, json } = await polledFleet();
  await api.close();
  const labels = async (...args: readonly string[]) =>
    ((await json('fleet', ...args)) as readonly { label: string | null }[]).map(({ label }) => label);

  expect(await labels()).toEqual(['Anna Kern', 'Zoë 東京', 'Bert', null]);
  expect(await labels('--severity', 'critical')).toEqual(['Anna Kern']);
  expect(await labels('--severity', 'none')).toEqual(['Bert', null]);
  expect(await labels('--cost-centre', 'SALES-*', '--sort', 'label')).toEqual(['Anna Kern', 'Zoë 東京']);
  expect(await labels('--label', 'bert')).toEqual(['Bert']);
  expect(await labels('--status', 'revoked,installed', '--sort', 'left', '--limit', '2')).toEqual([
    'Anna Kern',
    'Zoë 東京',
  ]);
  expect((await json('fleet', '--label', 'Anna*'))[0]).toMatchObject({
    iccid: '8944000000000000001',
    status: 'INSTALLED',
    remainingBytes: 50 * 1024 ** 2,
    allowanceBytes: 1024 ** 3,
    percentLeft: 4.9,
    expiresAt: new Date((NOW + 20 * DAY) * 1000).toISOString().replace('.000', ''),
    severity: 'critical',
    alert: { rule: 'low-data' },
  });

  expect(await json('status')).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+/),
    running: null,
    lastPoll: { at: expect.any(String), error: null },
    fleet: { listed: 4, byStatus: { INSTALLED: 4 }, byAlert: { critical: 1, warning: 1, none: 2 } },
    alerts: { critical: 1, warning: 1, acknowledged: 0 },
    notMonitored: { 'no-usage-check': 1 },
    notifications: { pending: 0, failed: 0 },
    reports: [],
    problems: [],
  });

  const words = (await program(['fleet', '--limit', '1'])).stdout;
  expect(words).toMatch(/^LABEL +ICCID .*\n.*8944000000000000001.*\n\nShowing 1 of 4 eSIMs\.$/m);
  expect(words).toMatch(/^As of .* the last successful poll\.$/m);
  expect(words).toMatch(/^Not monitored: 1 eSIM /m);
  expect((await program(['fleet', '--label', 'nobody'])).stdout).toContain('None of the 4 eSIMs matches.');
  for (const [status, hint] of [
    ['INSTALED', 'No eSIM has the status INSTALED; did you mean INSTALLED?'],
    ['INSTALLED,FOO', 'No eSIM has the status FOO; there are INSTALLED'],
  ] as const) {
    expect((await program(['fleet', '--status', status])).stdout).toContain(`\n${hint}\n`);
    expect((await program(['fleet', '--status', status, '--json'])).stderr).toBe(`roamwatch: ${hint}\n`);
  }
  expect(await program(['fleet', '--sort', 'colour'])).toMatchObject({ code: 2, stdout: '' });
});

test('an eSIM without an ICCID does not turn the fleet into records at 80 columns', async () => {
  const { site, api, program } = await polledFleet();
  api.add({ id: 'e811b912-64cb-404f-a55c-33bc74cb04f6', iccid: '', status: 'NEW' });
  await site.poll();
  await site.stop();
  const { stdout } = await program(['fleet'], { COLUMNS: '80' });
  expect(stdout).toMatch(/^ *none yet +unknown /m);
  expect(stdout).toMatch(/ 8944000000000000001 /);
});

test('tables fit COLUMNS, keep ICCIDs whole, and use colour only on request', async () => {
  const { site, program } = await polledFleet();
  for (const columns of ['80', '100', '120']) {
    for (const args of [['fleet'], ['alerts'], ['alerts', 'history'], ['status'], ['alerts', 'show', '1']]) {
      const { stdout } = await program(args, { COLUMNS: columns });
      const lines = stdout.split('\n').filter((line) => !line.includes('/'));
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(Number(columns));
      expect(stdout).not.toContain('\u001b');
      if (args[0] === 'fleet') expect(stdout).toContain('8944000000000000001');
    }
  }
  const coloured = async (env: Record<string, string>) =>
    (await run(['alerts', '--config', site.configFile], { env })).stdout.includes('\u001b[31mcritical');
  expect(
    await Promise.all([
      coloured({ FORCE_COLOR: '1' }),
      coloured({ FORCE_COLOR: '1', NO_COLOR: '1' }),
      coloured({ CI: 'true' }),
    ]),
  ).toEqual([true, false, false]);
});

test('alerts are filtered, shown, acknowledged several at a time, and fail a script while one is open', async () => {
  const { program, json } = await polledFleet();
  const ids = async (...args: readonly string[]) =>
    ((await json('alerts', ...args)) as readonly { id: number }[]).map(({ id }) => id);
  const all = await ids();
  expect(all).toHaveLength(2);
  const [critical = 0, warning = 0] = all;
  expect(await ids('--severity', 'critical')).toEqual([critical]);
  expect(await ids('--label', 'Zoë*')).toEqual([warning]);
  expect(await ids('--cost-centre', 'sales-*', '--rule', 'low-data')).toEqual(all);
  expect((await program(['alerts', '--rule', 'spike'])).stdout).toContain(
    'None of the 2 open alerts matches.',
  );

  expect((await program(['alerts', '--fail-on', 'critical'])).code).toBe(1);
  expect((await program(['alerts', '--fail-on', 'critical', '--label', 'Zoë*'])).code).toBe(0);
  expect((await program(['alerts', '--fail-on', 'warning', '--label', 'Zoë*'])).code).toBe(1);

  expect(await json('alerts', 'ack', `#${critical}`, String(warning), '--comment', 'on it')).toEqual({
    acknowledged: [critical, warning],
  });
  expect(await json('alerts', 'show', String(critical))).toMatchObject({
    id: critical,
    comment: 'on it',
    value: '50 MB of 1 GB left (4.9 %)',
    history: [{ change: 'acknowledged' }, { change: 'opened' }],
  });
  const partly = await program(['alerts', 'unack', String(critical), '99']);
  expect([partly.code, partly.stdout, partly.stderr]).toEqual([
    1,
    expect.stringContaining(`No longer acknowledged: alert ${critical}`),
    expect.stringContaining('alert 99'),
  ]);
  expect((await program(['alerts', 'unack', '99'])).code).toBe(2);
  const history = (await json('alerts', 'history', '--severity', 'warning')) as readonly {
    severity: string;
  }[];
  expect(new Set(history.map(({ severity }) => severity))).toEqual(new Set(['warning']));

  expect(await program(['alerts', 'ack', '1', '--severity', 'warning'])).toMatchObject({
    code: 2,
    stdout: '',
  });

  const until = await json(
    'alerts',
    'silence',
    'rule=low-data',
    '--until',
    '2099-01-01',
    '--comment',
    'away',
  );
  expect(until).toMatchObject({ endsAt: '2099-01-01T00:00:00Z', comment: 'away', covered: 2 });
  const mistyped = await program(['alerts', 'silence', 'rule=low-dta', '--for', '2h']);
  expect([mistyped.code, mistyped.stdout, mistyped.stderr]).toEqual([
    2,
    '',
    expect.stringMatching(
      /there is no rule "low-dta": the rules are low-data, .*provider-down, account-balance/,
    ),
  ]);
  expect((await program(['alerts', 'silence', 'rule=LOW-*', '--for', '2h'])).code).toBe(0);
  expect((await program(['alerts', 'silence', 'rule=*', '--until', '2001-01-01'])).code).toBe(2);
  expect((await program(['alerts', 'silence', 'rule=*', '--until', '18:00', '--for', '2h'])).code).toBe(2);
  for (const list of [['alerts'], ['alerts', 'history']]) {
    const { code, stdout, stderr } = await program([...list, '--rule', 'low-dta']);
    expect([list, code, stdout, stderr]).toEqual([
      ...[list, 2, ''],
      expect.stringContaining('there is no rule "low-dta"'),
    ]);
  }
});

test('old data and an outage never read as an all-clear', async () => {
  const { api, site, program } = await polledFleet();
  site.clock.now = NOW + HOUR;
  api.trouble = { status: 503, body: '' };
  await site.poll();
  await site.stop();
  const { stdout } = await program(['status']);
  expect(stdout).toMatch(/failed: /);
  for (const list of [
    ...[['fleet'], ['alerts'], ['alerts', '--rule', 'spike'], ['alerts', 'history'], ['alerts', 'show', '1']],
    ...[['explain', '#1'], ['outbox'], ['rejected'], ['inventory'], ['inventory', 'check']],
  ]) {
    const words = (await program(list)).stdout;
    expect([list, words]).toEqual([list, expect.stringMatching(/^As of .*, the last successful poll\.$/m)]);
    expect([list, words.match(/ failed: /g)?.length]).toEqual([list, 1]);
    expect(words).toMatch(/^Warning: the last poll, .* failed: /m);
  }
  const report = await run(['report', 'summary', '--month', '2026-01', '--config', site.configFile]);
  expect(report.stderr).toContain('preliminary, as of ');
  expect(report.stderr).toMatch(/^roamwatch: warning: the last poll, .* failed/m);
  expect((await program(['alerts', '--rule', 'spike', '--fail-on', 'critical'])).code).toBe(1);
});
