import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, dropDatabase, type PostgresServer, startPostgres } from '../dist/postgres/index.js';
import { PRIVATE_AUTHORITY } from '../src/certificates.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

async function query(url: string, text: string, ssl?: pg.ClientConfig['ssl']): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, ...(ssl && { ssl }) });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('a database is a copy of its template, and is there again after the server was stopped', async () => {
  const template = await createDatabase(server.url);
  await query(template, 'create table place (name text); insert into place values ($$France$$)');
  const copy = await createDatabase(server.url, new URL(template).pathname.slice(1));
  await query(copy, 'insert into place values ($$Spain$$)');
  await server.stop();
  await expect(query(copy, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
  await server.start();
  expect(await query(copy, 'select count(*)::int as places from place')).toEqual([{ places: 2 }]);
  expect(await query(template, 'select name from place')).toEqual([{ name: 'France' }]);
  await dropDatabase(copy);
  await expect(query(copy, 'select 1')).rejects.toThrow(/does not exist/);
});

test('it speaks TLS, with a certificate of the private authority', async () => {
  const url = await createDatabase(server.url);
  const rows = await query(url, 'select ssl from pg_stat_ssl where pid = pg_backend_pid()', {
    ca: PRIVATE_AUTHORITY,
  });
  expect(rows).toEqual([{ ssl: true }]);
  await expect(query(url, 'select 1', { rejectUnauthorized: true })).rejects.toThrow(/certificate/);
});

test('settings of its own take the place of those for tests', async () => {
  const durable = await startPostgres({ fsync: 'on' });
  try {
    const settings =
      'select name, setting from pg_settings where name in ($$fsync$$, $$autovacuum$$) order by name';
    expect(await query(`${durable.url}postgres`, settings)).toEqual([
      { name: 'autovacuum', setting: 'off' },
      { name: 'fsync', setting: 'on' },
    ]);
  } finally {
    await durable.close();
  }
});

test.skipIf(process.platform === 'win32')(
  'it ends, and nothing stays, when its parent is killed',
  async () => {
    const before = new Set(folders());
    const module = fileURLToPath(new URL('../dist/postgres/index.js', import.meta.url));
    const script = `const { startPostgres } = await import(${JSON.stringify(module)});
    console.log((await startPostgres()).url); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url] = (await once(parent.stdout, 'data')) as [Buffer];
    expect(await query(`${String(url).trim()}postgres`, 'select 1 as one')).toEqual([{ one: 1 }]);
    const [folder] = folders().filter((name) => !before.has(name));
    parent.kill('SIGKILL');
    while (existsSync(`${tmpdir()}/${folder}`)) await sleep(20);
    await expect(query(`${String(url).trim()}postgres`, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
  },
);

function folders(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('roamwatch-postgres-'));
}
