import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createDatabase,
  type PostgresServer,
  queryDatabase,
  startPostgres,
} from '@roamwatch/test-peers/postgres';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, start } from './installation/program.js';
import { scene } from './installation/scene.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

/** An installation with an SQLite file, which was polled once, and an empty database on the server. */
async function polled() {
  const url = await createDatabase(server.url);
  const { api, site } = await scene();
  writeFileSync(join(site.folder, 'password'), 'topsecret\n');
  api.add({ remaining: 50, days: [{ date: '2026-03-01', usage: 1024, location: 'France' }] });
  await site.poll();
  await site.stop();
  const on = (env: Readonly<Record<string, string>>, ...args: string[]) =>
    run([...args, '--config', site.configFile], { env });
  const copyArguments = ['db', 'copy', '--to', url, '--password-file', join(site.folder, 'password')];
  return { url, site, on, copyArguments };
}

test('the copy gives the same report, is made once, and nothing reveals the password', async () => {
  const { url, site, on, copyArguments } = await polled();
  const report = ['report', 'usage', '--month', '2026-03'];
  const before = await on({}, ...report);
  const copied = await on({}, ...copyArguments);
  expect([copied.code, copied.stderr]).toEqual([0, '']);
  expect(copied.stdout).toMatch(/^daily_usage +1$/m);
  expect(copied.stdout).toContain('Rows, sums and a digest of every table are the same.');
  const after = await on({ ROAMWATCH_DATABASE_URL: url }, ...report);
  expect([after.code, after.stdout]).toEqual([0, before.stdout]);
  const again = await on({}, ...copyArguments);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('name an empty database')]);
  const onTarget = await on({ ROAMWATCH_DATABASE_URL: url }, ...copyArguments);
  expect([onTarget.code, onTarget.stderr]).toEqual([
    2,
    expect.stringContaining('starts from an SQLite file'),
  ]);
  const inAddress = await on({}, 'db', 'copy', '--to', 'postgres://anna:topsecret@127.0.0.1/x');
  expect([inAddress.code, inAddress.stderr]).toEqual([2, expect.stringContaining('must hold no password')]);
  const toFile = await on({}, 'db', 'copy', '--to', 'sqlite:./topsecret.db');
  expect([toFile.code, toFile.stderr]).toEqual([2, expect.stringContaining('must be an address')]);
  const missing = join(site.folder, 'nowhere');
  const noFile = await on({}, 'db', 'copy', '--to', url, '--password-file', missing);
  expect([noFile.code, noFile.stderr]).toEqual([2, expect.stringContaining('does not exist')]);
  for (const { stdout, stderr } of [copied, again, onTarget, inAddress, toFile, noFile]) {
    expect(`${stdout}${stderr}`).not.toContain('topsecret');
  }
});

test('a copy that is killed resumes where it was, and an incomplete one is not accepted', async () => {
  const { url, site, on, copyArguments } = await polled();
  const sqlite = new SqliteDatabase(site.database);
  sqlite.exec(`with recursive n (i) as (select 1 union all select i + 1 from n where i < 100000)
    insert into reading (esim, at, remaining_bytes) select esim, i, i * 7 from n, esim_state`);
  sqlite.close();
  const killed = start([...copyArguments, '--config', site.configFile]);
  const copied = async () => {
    const progress = "select copied::int from database_copy where name = 'reading'";
    return Number((await queryDatabase(url, progress).catch(() => []))[0]?.copied ?? 0);
  };
  while ((await copied()) < 5_000) await sleep(5);
  killed.process.kill('SIGKILL');
  expect((await killed.ended).signal).toBe('SIGKILL');
  const half = await copied();
  expect(half).toBeLessThan(100_000);
  const status = await on({ ROAMWATCH_DATABASE_URL: url }, 'status');
  expect([status.code, status.stderr]).toEqual([
    1,
    expect.stringContaining('a copy of an SQLite database that is not finished'),
  ]);
  // The signal is sent as soon as the copy reports progress, and the copy reports the interruption.
  const stopped = start([...copyArguments, '--config', site.configFile]);
  while ((await copied()) <= half) await sleep(5);
  stopped.process.kill('SIGTERM');
  expect(await stopped.ended).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('run the same command again'),
  });
  expect(await copied()).toBeLessThan(100_000);
  const finished = await on({}, ...copyArguments, '--json');
  expect(finished.code).toBe(0);
  expect(JSON.parse(finished.stdout)).toMatchObject({
    verified: true,
    tables: expect.arrayContaining([{ table: 'reading', rows: 100_001 }]),
  });
  expect(await queryDatabase(url, 'select count(*)::int as n from reading')).toEqual([{ n: 100_001 }]);
});

test('it is refused beside a daemon on either side', async () => {
  const { url, site, on, copyArguments } = await polled();
  for (const env of [{}, { ROAMWATCH_DATABASE_URL: url }]) {
    const daemon = start(['run', '--config', site.configFile, '--log-format', 'json'], { env });
    await daemon.saying('"event":"started"');
    const refused = await on({}, ...copyArguments);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('is in use by process')]);
    daemon.process.kill('SIGTERM');
    expect((await daemon.ended).code).toBe(0);
  }
});
