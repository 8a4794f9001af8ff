import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { startMailCatcher } from '@roamwatch/test-peers';
import { expect, onTestFinished, test } from 'vitest';
import { checkConnections, checkOffline } from '../src/check-installation.js';
import { systemClock } from '../src/clock.js';
import { loadConfig } from '../src/index.js';
import { Daemon } from './installation/daemon.js';
import type { Installation } from './installation/installation.js';
import { run } from './installation/program.js';
import { scene } from './installation/scene.js';

const RECEIVERS = {
  receivers: [
    { name: 'ops', email: { to: ['ops@example.com'] } },
    { name: 'desk', email: { to: ['desk@example.com'] } },
    { name: 'team', slack: { webhookUrlFile: './slack-hook' } },
  ],
  reports: [{ name: 'finance', schedule: '0 6 4 * *', dir: './reports', emailTo: ['finance@example.com'] }],
};

async function ready(config: Readonly<Record<string, unknown>> = RECEIVERS) {
  const { api, site } = await scene({ config });
  for (const name of ['token', 'slack-hook']) chmodSync(join(site.folder, name), 0o600);
  // Slack answers an empty message so, and posts nothing.
  site.hook.answerNext({ status: 400, body: 'no_text' });
  return { api, site };
}

async function check(site: Installation, ...tries: readonly ('online' | 'send')[]) {
  const config = loadConfig(site.configFile, {});
  const findings = [
    ...(await checkOffline(config, systemClock())),
    ...(tries.includes('online') ? await checkConnections(config, { send: tries.includes('send') }) : []),
  ];
  const failed = findings.filter(({ ok }) => !ok).map(({ item }) => item);
  const warned = findings.filter(({ level }) => level === 'warning').map(({ item }) => item);
  const of = (item: string) => findings.find((finding) => finding.item === item);
  return { findings, failed, warned, of };
}

test('all is well: token, list, usage, units, mail, hook, database, disk, clock and modes have a line each', async () => {
  const { api, site } = await ready();
  for (let number = 0; number < 5; number++) {
    api.add({
      remaining: 924,
      startedAt: 1_770_000_000,
      days: [{ date: '20260210', usage: 102_400, location: 'France' }],
    });
  }
  await site.poll();
  await site.stop();
  site.hook.answerNext({ status: 400, body: 'no_text' });

  const { findings, failed, of } = await check(site, 'online');

  expect(failed).toEqual([]);
  expect(findings.map(({ item }) => item)).toEqual([
    'configuration',
    'configuration file',
    'API token',
    'hook of team',
    'time zone',
    'rules',
    'receivers',
    'routes',
    'monitoring',
    'disk',
    'database',
    'clock',
    'API',
    'usage',
    'unit of allowances',
    'unit of daily usage',
    'SMTP (ops, desk, report finance)',
    'Slack (team)',
  ]);
  expect(of('API')?.message).toMatch(/lists 5 eSIMs; the list is complete/);
  expect(of('unit of allowances')?.message).toMatch(
    /^MB \(package '1 GB - 30 Days' has an allowance of 1024, so MB \(5 of 5 eSIMs\)\)/,
  );
  expect(of('unit of daily usage')?.message).toMatch(/^KB \(/);
  expect(of('clock')?.message).toBe('agrees with the API');
  expect(site.mail.received).toEqual([]);
});

test('it never stops at the first: every fault is reported at once, each with advice', async () => {
  const { api, site } = await ready({
    receivers: [
      { name: 'ops', email: { to: ['ops@example.com'] } },
      { name: 'team', slack: { webhookUrl: 'http://127.0.0.1:1/HOOK-SECRET' } },
      { name: 'hook', webhook: { url: 'http://127.0.0.1:1/HOOK-SECRET' } },
    ],
    smtp: { host: '127.0.0.1', port: 1, from: 'a@example.com' },
    inventory: './nowhere.csv',
    database: 'sqlite:./token',
  });
  api.token = 'rotated';
  chmodSync(site.configFile, 0o666);

  const { findings, failed } = await check(site, 'online');

  expect(failed).toEqual([
    'configuration file',
    'inventory',
    'database',
    'API',
    'SMTP (ops)',
    'Slack (team)',
    'webhook (hook)',
  ]);
  for (const finding of findings.filter(({ ok }) => !ok)) expect(finding.hint).toMatch(/\w{3}/);
  expect(JSON.stringify(findings)).not.toContain('HOOK-SECRET');
  expect(site.read('token').toString()).toBe('good-token');
});

test('a list that is cut short and an unknown unit are found', async () => {
  const { api, site } = await ready();
  for (let number = 0; number < 60; number++) api.add({ packages: [], allowed: 5, remaining: 5 });
  api.listCap = 50;

  const { of, warned } = await check(site, 'online');

  expect(warned).toContain('API');
  expect(of('API')?.message).toMatch(/may be incomplete/);
  expect(of('unit of allowances')).toMatchObject({ hint: expect.stringContaining('units.allowance') });
});

test('unreadable figures are distinguished from a failing call', async () => {
  const { api, site } = await ready();
  const esim = api.add({ days: [{ date: 'never', usage: 1 }] });
  const odd = await check(site, 'online');
  expect([odd.failed, odd.of('usage')?.level]).toEqual([[], 'warning']);

  esim.trouble = { status: 404, body: '' };
  const gone = await check(site, 'online');
  expect(gone.failed).toEqual(['usage']);
});

test('a mail server that refuses the login is named', async () => {
  const mail = await startMailCatcher({ auth: { username: 'u', password: 'right' } });
  onTestFinished(() => mail.close());
  const { site } = await ready({
    smtp: {
      host: mail.host,
      port: mail.port,
      from: 'a@example.com',
      tls: 'optional',
      username: 'u',
      password: 'WRONG-SECRET',
    },
  });

  const { failed, findings } = await check(site, 'online');
  expect(failed).toEqual(['SMTP (ops)']);
  expect(JSON.stringify(findings)).not.toContain('WRONG-SECRET');
});

test('--send sends every receiver a marked test message, and only it does', async () => {
  const { site } = await ready();
  const { findings } = await check(site, 'online', 'send');

  expect(findings.filter(({ item }) => item.startsWith('test message')).map(({ item }) => item)).toEqual([
    'test message to ops@example.com',
    'test message to desk@example.com',
    'test message to team',
  ]);
  expect(site.mail.received.map(({ subject }) => /test/i.test(subject))).toEqual([true, true]);
  expect(site.hook.received).toHaveLength(2);
});

test('secrets that every user may read are a warning, and so is a configuration without receivers', async () => {
  const { site } = await ready({ receivers: [] });
  chmodSync(join(site.folder, 'token'), 0o644);
  const { failed, of } = await check(site);
  expect(failed).toEqual([]);
  expect(of('receivers')).toMatchObject({
    level: 'warning',
    message: 'none configured, so no alerts will be sent',
  });
  expect(of('API token')).toMatchObject({
    level: 'warning',
    hint: `chmod 600 ${join(site.folder, 'token')}`,
  });
  chmodSync(join(site.folder, 'token'), 0o622);
  expect((await check(site)).failed).toEqual(['API token']);
});

test("the secrets of a report's webhook are checked as those of receivers are", async () => {
  const [report] = RECEIVERS.reports;
  const webhook = { url: 'https://hooks.example.com/in', secretFile: './report-secret' };
  const { site } = await ready({ ...RECEIVERS, reports: [{ ...report, webhook }] });
  site.write('report-secret', 'signs-the-body');
  chmodSync(join(site.folder, 'report-secret'), 0o644);
  expect((await check(site)).of('signing secret of the report finance')).toMatchObject({
    level: 'warning',
    hint: `chmod 600 ${join(site.folder, 'report-secret')}`,
  });
});

test('a token that would go over the wire in the clear is a warning', async () => {
  const api = (baseUrl: string) => ({ ...RECEIVERS, api: { baseUrl, token: 'a-token' } });
  const { site } = await ready(api('http://api.example.com'));
  expect((await check(site)).warned).toContain('API address');
  for (const fine of ['https://api.example.com', 'http://localhost:1', 'http://[::1]:1']) {
    site.configure(api(fine));
    expect((await check(site)).warned).not.toContain('API address');
  }
});

test('a check makes no database', async () => {
  const { site } = await ready();
  const { of } = await check(site, 'online');
  expect(of('database')?.message).toMatch(/does not exist yet; the first poll will create it/);
  expect(() => site.read('roamwatch.db')).toThrow('ENOENT');
});

test('a place where no database can be made is a failure', async () => {
  const { site } = await ready({ ...RECEIVERS, database: 'sqlite:./token/data/roamwatch.db' });
  const { failed, of } = await check(site, 'online');
  expect(failed).toContain('database');
  expect(of('database')?.message).toMatch(/token is not a writable folder$/);
});

test('the program exits 0 when all is well, 1 when something failed, 2 when the configuration cannot be read', async () => {
  const { api, site } = await ready();
  const program = (...args: string[]) => run(['check', ...args, '--config', site.configFile]);
  const good = await program('--online', '--json');
  expect([good.code, JSON.parse(good.stdout)[0]]).toEqual([
    0,
    expect.objectContaining({ item: 'configuration', ok: true, level: 'ok', hint: null }),
  ]);

  api.token = 'rotated';
  const bad = await program('--online');
  expect(bad.code).toBe(1);
  expect(bad.stdout).toMatch(/^FAIL {2}API: .*\n {6}→ the token is wrong/m);
  expect((await program('--send')).code).toBe(2);
  site.configure({ rulez: [] });
  expect((await program('--online')).code).toBe(2);
});

test('a limit for daily usage that never takes effect, because no month is closed, is warned of', async () => {
  const [report] = RECEIVERS.reports;
  const retention = { dailyUsage: '400d' };
  const { site } = await ready({ ...RECEIVERS, retention });
  expect((await check(site)).of('retention')).toMatchObject({
    level: 'warning',
    message: expect.stringContaining('deletes nothing of months that are not closed'),
  });
  site.configure({ ...RECEIVERS, retention, reports: [{ ...report, closeAfter: '3d' }] });
  expect((await check(site)).of('retention')).toMatchObject({ ok: true, level: 'ok' });
  site.configure(RECEIVERS);
  expect((await check(site)).of('retention')).toBeUndefined();
});

test('the push: the address to register, the duties of the proxy, and a test that it passes events on', async () => {
  const push = { push: { secretFiles: ['./push-secret'] } };
  const listen = '127.0.0.1:0';
  const { site } = await ready({ http: { listen }, ...push });
  site.write('push-secret', 'push-secret');
  chmodSync(join(site.folder, 'push-secret'), 0o600);
  expect((await check(site)).of('push')).toMatchObject({
    level: 'warning',
    hint: expect.stringContaining('http.publicUrl'),
  });

  site.configure({ http: { listen, publicUrl: 'https://roamwatch.example.com/' }, ...push });
  expect((await check(site)).of('push')).toMatchObject({
    level: 'ok',
    message: expect.stringMatching(
      /^register https:\/\/roamwatch\.example\.com\/push\/roamify in .* certificate, .* unchanged, .* 64 KB$/,
    ),
  });

  const daemon = await Daemon.start(site);
  const behind = async (publicUrl: string) => {
    site.configure({ http: { listen, publicUrl }, ...push });
    return (await check(site, 'online')).of('push address');
  };
  const served = String((await daemon.event('started')).http);
  expect(await behind(served)).toMatchObject({ level: 'ok' });
  expect(await behind(`${site.hook.url}/services`)).toMatchObject({ level: 'failed' });
  await daemon.stop();
  expect(await behind(served)).toMatchObject({ level: 'warning', message: expect.stringContaining('ECONN') });
});

test('access that has no effect, tokens that can be guessed, and secrets that all users can read are warned of', async () => {
  const listen = '127.0.0.1:0';
  const token = 'a-token-of-some-length';
  const { site } = await ready();
  const warnedOf = async (http: Readonly<Record<string, unknown>>, mode = 0o600) => {
    site.configure({ ...RECEIVERS, http: { listen, ...http } });
    chmodSync(site.configFile, mode);
    const { findings } = await check(site);
    return findings.flatMap(({ item, level, message }) =>
      level === 'warning' ? [`${item}: ${message}`] : [],
    );
  };

  const proxy = { userHeader: 'X-Forwarded-User', trustedProxies: ['127.0.0.1'], operators: ['anna'] };
  expect(await warnedOf({ token })).toEqual([]);
  expect(await warnedOf(proxy)).toEqual([]);
  expect(await warnedOf({ userHeader: 'X-Forwarded-User' })).toEqual([
    expect.stringMatching(/^page: http\.userHeader is ignored/),
  ]);
  expect(await warnedOf({ token, operators: ['anna'] })).toEqual([
    expect.stringMatching(/^page: http\.operators is ignored/),
  ]);
  const publicUrl = 'https://roamwatch.example.com';
  expect(await warnedOf({ token, publicUrl, trustedProxies: ['127.0.0.1'] })).toEqual([]);
  expect(await warnedOf({ token, publicUrl })).toEqual([
    expect.stringMatching(/^page: all requests to https:\S+ count as one address/),
  ]);
  expect(await warnedOf({ token, viewerToken: 'short' })).toEqual([
    'HTTP token for viewers: it is shorter than 16 characters and can be guessed',
  ]);
  expect(await warnedOf({ token }, 0o644)).toEqual([
    'configuration file: readable by all users (mode 644), and contains: HTTP token',
  ]);
});

test('a route that no alert reaches is warned of', async () => {
  const { site } = await ready();
  const routes = (...given: readonly object[]) => {
    site.configure({ ...RECEIVERS, routes: given });
    return check(site);
  };
  const all = { receivers: ['ops', 'desk', 'team'] };
  const berlin = { match: { label: '*(Berlin)' }, receivers: ['desk'] };
  expect((await routes(berlin, all)).of('routes')).toMatchObject({ level: 'ok' });
  expect((await routes({ ...all, continue: true }, berlin)).of('routes')).toMatchObject({ level: 'ok' });
  expect((await routes(all, berlin)).of('routes')).toMatchObject({
    level: 'warning',
    message: 'no alert reaches route 2: a route above takes whatever it would match',
  });
  const severe = { match: { rule: 'unused', severity: 'critical' }, receivers: ['desk'] };
  const misspelt = { match: { rule: 'lw-*' }, receivers: ['desk'] };
  expect((await routes(severe, misspelt, all)).of('routes')).toMatchObject({
    level: 'warning',
    message: 'no alert can match routes 1, 2: no rule has such a name, severity and match at once',
  });
});
