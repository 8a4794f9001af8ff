import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, type PostgresServer, startPostgres } from '@roamwatch/test-peers/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, start } from './installation/program.js';
import { scene } from './installation/scene.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

/** An installation whose database is on the server, with one eSIM that has little data left. */
async function polled() {
  const url = await createDatabase(server.url);
  const { api, site } = await scene({ config: { database: { url, password: 'topsecret' } } });
  writeFileSync(join(site.folder, 'password'), 'topsecret\n');
  api.add({ remaining: 50, days: [{ date: '2026-03-01', usage: 1024, location: 'France' }] });
  await site.poll();
  await site.stop();
  const roamwatch = (...args: string[]) => run([...args, '--config', site.configFile]);
  return { url, site, roamwatch };
}

test('a poll, the alerts and a report work on PostgreSQL, and nothing shows the password', async () => {
  const { url, site, roamwatch } = await polled();
  const alerts = await roamwatch('alerts', '--json');
  expect(alerts.code).toBe(0);
  expect(JSON.stringify(JSON.parse(alerts.stdout))).toContain('low-data');
  const report = await roamwatch('report', 'usage', '--month', '2026-03');
  expect(report.stdout.split('\r\n')[1]).toMatch(/^1,2026-03,open,,2026-03-01,\d+,.*,France,FR,/);
  const status = await roamwatch('status');
  expect(status.stdout).toContain(url.replace('postgres@', ''));
  const check = await roamwatch('check', '--online');
  expect(check.stdout).toMatch(/ok\s+database: postgres:\/\/127\.0\.0\.1:\d+\/test_/);
  for (const { stdout, stderr } of [alerts, report, status, check]) {
    expect(`${stdout}${stderr}`).not.toContain('topsecret');
  }
  // A command that needs a file names the alternative.
  const backup = await roamwatch('db', 'backup', join(site.folder, 'x.db'));
  expect([backup.code, backup.stderr]).toEqual([2, expect.stringContaining('pg_dump')]);
});

test('any number of daemons work on it, and poll for a command', async () => {
  const { site, roamwatch } = await polled();
  const run = () => start(['run', '--config', site.configFile, '--log-format', 'json']);
  const daemons = [run(), run()];
  for (const daemon of daemons) await daemon.saying('"event":"started"');
  const poll = await roamwatch('poll', '--json');
  expect(JSON.parse(poll.stdout)).toMatchObject({ listed: 1, polled: 1 });
  expect((await roamwatch('status')).stdout).toMatch(/process \d+ on /);
  for (const daemon of daemons) daemon.process.kill('SIGTERM');
  for (const daemon of daemons) expect((await daemon.ended).code).toBe(0);
});

test('the environment goes first, and the fault of an address is reported without it', async () => {
  const { site } = await polled();
  const url = await createDatabase(server.url);
  const other = await run(['status', '--json', '--config', site.configFile], {
    env: { ROAMWATCH_DATABASE_URL: url },
  });
  expect(other.stdout).toContain(new URL(url).pathname);
  const wrong = await run(['status', '--config', site.configFile], {
    env: { ROAMWATCH_DATABASE_URL: 'postgres://anna:topsecret@/' },
  });
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('must');
  expect(wrong.stderr).not.toContain('topsecret');
});
