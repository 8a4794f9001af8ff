import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_SERVER } from '../certificates.js';
import { freePort } from './free-port.js';
import { copyPrograms, ownedFolder, serverUser } from './program.js';
import { type Answer, ENTRY, type Order } from './protocol.js';

/*
 * A separate process that keeps one PostgreSQL server, on its parent's orders and with its settings. It outlives the parent by a moment:
 * however that one ends, the server ends and its files are removed.
 */

const chosen: Readonly<Record<string, string>> = JSON.parse(process.argv[2] ?? '{}');
const TO_STOP_AT_ONCE = 'SIGQUIT';

const folder = mkdtempSync(join(tmpdir(), 'roamwatch-postgres-'));
const data = join(folder, 'data');
/** Where it is asked for every statement. */
const log = chosen.log_statement === 'all' ? join(folder, 'log') : null;
let server: ChildProcess | null = null;
let port = 0;
let programs: string | null = null;
let orders: Promise<void> = Promise.resolve();

process.on('message', (order: Order) => {
  orders = orders.then(() => carryOut(order)).catch((error: Error) => answer({ failed: error.message }));
});
process.on('disconnect', () => {
  void stop().finally(() => {
    rmSync(folder, { recursive: true, force: true });
    process.exit();
  });
});
// Ctrl-C reaches the whole group; the parent, which disconnects, decides when the server ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

async function carryOut(order: Order): Promise<void> {
  if (order === 'start') await start();
  else await stop();
  answer({ port, log });
}

function answer(text: Answer): void {
  if (process.connected) process.send?.(text);
}

async function start(): Promise<void> {
  programs ??= await prepare();
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    // Power failures are not tested here.
    fsync: 'off',
    full_page_writes: 'off',
    shared_buffers: '32MB',
    max_connections: 200,
    autovacuum: 'off',
    ssl: 'on',
    ssl_cert_file: join(folder, 'data', 'server.crt'),
    ssl_key_file: join(folder, 'data', 'server.key'),
    ...(log !== null && { log_line_prefix: ENTRY, log_parameter_max_length: 0 }),
    ...chosen,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const started = spawn(join(programs, 'postgres'), ['-D', data, ...options], {
    ...serverUser(),
    cwd: data,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  server = started;
  if (log !== null) started.stderr.pipe(createWriteStream(log, { flags: 'a' }));
  await untilReady(started);
}

/** Waits for that line; later ones are discarded, so that the pipe stays empty. */
function untilReady(started: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    started.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-4_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    started.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said}`)));
    started.once('error', reject);
  });
}

async function stop(): Promise<void> {
  const running = server;
  server = null;
  if (running === null || running.exitCode !== null || running.signalCode !== null) return;
  const ended = once(running, 'exit');
  running.kill(TO_STOP_AT_ONCE);
  await ended;
}

async function prepare(): Promise<string> {
  // The server's user must reach what is inside.
  execFileSync('chmod', ['755', folder]);
  const bin = copyPrograms(join(folder, 'programs'));
  ownedFolder(data);
  execFileSync(
    join(bin, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--locale=C',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
    ],
    { ...serverUser(), cwd: data, stdio: 'pipe' },
  );
  const rules = join(data, 'pg_hba.conf');
  writeFileSync(rules, `host all guarded all scram-sha-256\n${readFileSync(rules, 'utf8')}`);
  const asServer = { mode: 0o600 };
  writeFileSync(join(data, 'server.crt'), LOCAL_SERVER.cert, asServer);
  writeFileSync(join(data, 'server.key'), LOCAL_SERVER.key, asServer);
  const { uid, gid } = serverUser();
  if (uid !== undefined)
    execFileSync('chown', [`${uid}:${gid}`, join(data, 'server.crt'), join(data, 'server.key')]);
  port = await freePort();
  return bin;
}
