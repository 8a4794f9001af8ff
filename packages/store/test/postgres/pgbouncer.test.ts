import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, dropDatabase, queryDatabase } from '@roamwatch/test-peers/postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openPostgresStore } from '../../src/postgres/index.js';
import { closing, NOON } from '../stores.js';

const isInstalled = spawnSync('pgbouncer', ['--version']).status === 0;

/** It refuses to run as root; this is the user nobody. */
const USER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

describe.skipIf(!isInstalled)(
  'PgBouncer in transaction mode (skipped where pgbouncer is not installed)',
  () => {
    let end: () => Promise<void>;
    let database: string;
    let throughBouncer: string;

    beforeAll(async () => {
      database = await createDatabase(inject('postgres').url);
      const bouncer = await startBouncer(new URL(database).port);
      end = bouncer.end;
      throughBouncer = `postgres://postgres@127.0.0.1:${bouncer.port}${new URL(database).pathname}`;
    });
    afterAll(async () => {
      await end();
      await dropDatabase(database);
    });

    it('makes the schema once, shares settings, messages and the lease, and leaves no lock behind', async () => {
      const [one, two] = (
        await Promise.all([0, 1].map(() => openPostgresStore({ url: throughBouncer })))
      ).map(closing);
      if (!one || !two) throw new Error('two stores are opened');
      const more = (by: typeof one) =>
        by.settings.change(['count'], ({ count }) => ({ set: { count: Number(count ?? 0) + 1 } }));
      await Promise.all(Array.from({ length: 30 }, (_, index) => more(index % 2 ? one : two)));
      expect(await one.settings.get('count')).toBe(30);

      const messages = Array.from({ length: 20 }, (_, id) => ({
        ...({ id: `m${id}`, kind: 'test', receiver: 'ops', createdAt: NOON, body: null } as const),
        recipient: `r${id}`,
      }));
      await one.outbox.queue(messages);
      const claims = await Promise.all([one, two].map((by, n) => by.outbox.claim(NOON, 60, 10, `h${n}`)));
      const claimed = claims.flat().map(({ id }) => id);
      expect(new Set(claimed).size).toBe(claimed.length);

      expect(await one.lease.acquire('one', NOON, 60, 'sharing')).toBeNull();
      expect(await two.lease.acquire('two', NOON, 60, 'sharing')).toBeNull();
      const snapshot = await two.snapshot();
      for await (const page of snapshot.usage({ from: '2026-03-01', to: '2026-04-01' }))
        expect(page).toEqual([]);
      await snapshot.close();
      const locks = `select count(*)::int as locks from pg_locks join pg_database on oid = database
        where locktype = 'advisory' and datname = current_database()`;
      expect(await queryDatabase(database, locks)).toEqual([{ locks: 0 }]);
    });
  },
);

/** Two connections to the server for all clients: what leaned on a session would meet another one's. */
async function startBouncer(serverPort: string) {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-pgbouncer-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const settings = join(folder, 'pgbouncer.ini');
  writeFileSync(
    settings,
    `[databases]
* = host=127.0.0.1 port=${serverPort} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 2
`,
  );
  const bouncer = spawn('pgbouncer', [settings], { ...USER, stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    bouncer.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('process up')) resolve();
    });
    bouncer.once('error', reject);
    bouncer.once('exit', () => reject(new Error(`PgBouncer did not start:\n${said}`)));
  });
  const end = async () => {
    const ended = once(bouncer, 'exit');
    bouncer.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { port, end };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}
