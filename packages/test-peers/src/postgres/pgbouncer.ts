import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { serverUser } from './program.js';

export interface PgBouncer {
  /** As `PostgresServer.url`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Whether the machine has it: it is no package of the registry. Where it has not, that is said on standard error. */
export function hasPgBouncer(): boolean {
  const isInstalled = spawnSync('pgbouncer', ['--version']).status === 0;
  if (!isInstalled) console.warn('SKIPPED: pgbouncer is not installed, so nothing is tested through it');
  return isInstalled;
}

/**
 * Starts a pooler of transactions in front of a server.
 *
 * @param connections to the server, for all clients of a database: where they are few, what leaned on a session meets another one's.
 */
export async function startPgBouncer(server: string, connections: number): Promise<PgBouncer> {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-pgbouncer-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const settings = join(folder, 'pgbouncer.ini');
  writeFileSync(
    settings,
    `[databases]
* = host=127.0.0.1 port=${new URL(server).port} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${connections}
`,
  );
  // It refuses to run as root.
  const bouncer = spawn('pgbouncer', [settings], { ...serverUser(), stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    bouncer.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-4_000);
      if (said.includes('process up')) resolve();
    });
    bouncer.once('error', reject);
    bouncer.once('exit', () => reject(new Error(`PgBouncer did not start:\n${said}`)));
  });
  return {
    url: `postgres://postgres@127.0.0.1:${port}/`,
    async close() {
      const ended = once(bouncer, 'exit');
      bouncer.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
