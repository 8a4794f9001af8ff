import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { canTellCpu, cpuOf, residentMbOf } from '../measure/cpu-of.js';
import { NODE_OF_A_SERVICE, PROGRAM } from '../measure/program.js';
import { alternated, MEASURED_CORE, median, pinned } from '../measure/run-measured.js';
import { TOKEN } from '../provider/fleet.js';
import { startProvider } from '../provider/start.js';

/** The provider makes it ten. */
const TEN = 13;
const LOOK_EVERY_MS = 2;
/** V8 gives memory back when nothing has happened for eight seconds, and once more after as many. */
const IDLE_MS = 30_000;
/** What measures peaks takes as long to load as a small program. */
const ENV = { NODE_OPTIONS: '', ROAMIFY_API_TOKEN: TOKEN };
const BARE_NODE = 'bare Node';

/**
 * What the start of a process takes, beside a Node that does nothing, and what an idle daemon holds in memory.
 *
 * @returns {Promise<object>} `contestants`: whole processes in turn; `ready`: a daemon until it answers; `idle`: MB, bare Node's
 *   first, then after a poll of each fleet. The last two are null where the system does not tell
 */
export async function measureStart(sizes, rounds) {
  const contestants = await withFleet(TEN, ({ config }) => wholeProcesses(config, rounds));
  if (!canTellCpu) return { contestants, ready: null, idle: null };
  const ready = await withFleet(TEN, (fleet) => startsOfDaemon(fleet, rounds));
  const idle = [{ name: BARE_NODE, ...(await idleNode()) }];
  for (const size of [TEN, ...sizes]) idle.push(await withFleet(size, idleDaemon));
  return { contestants, ready, idle };
}

async function withFleet(about, measure) {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-bench-start-'));
  const provider = await startProvider(about);
  try {
    const port = await freePort();
    const config = join(folder, 'roamwatch.yaml');
    writeFileSync(config, configuration(provider.url, port));
    return await measure({ size: provider.size, config, url: `http://127.0.0.1:${port}` });
  } finally {
    provider.stop();
    rmSync(folder, { recursive: true });
  }
}

/** A daemon polls at once where no poll ended within the last minutes, and then no more. */
function configuration(provider, port) {
  return `api: { baseUrl: "${provider}", requestsPerSecond: 100000, concurrency: 50 }
database: sqlite:./roamwatch.db
http: { listen: "127.0.0.1:${port}" }
timeZone: Europe/London
poll: { schedule: "0 0 1 1 *" }
receivers: [{ name: nobody, webhook: { url: "http://127.0.0.1:9/in" } }]
`;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** The first poll, which makes the database, is not measured. */
async function wholeProcesses(config, rounds) {
  const poll = {
    name: 'roamwatch poll, ten eSIMs',
    command: [...PROGRAM, 'poll', '--json', '--config', config],
    env: ENV,
  };
  await alternated([poll], 1);
  return alternated(
    [
      { name: BARE_NODE, command: [...NODE_OF_A_SERVICE, '-e', '0'], env: ENV },
      { name: 'roamwatch --version', command: [...PROGRAM, '--version'], env: ENV },
      poll,
    ],
    rounds,
  );
}

/** Of a daemon whose last poll was a moment ago. */
async function startsOfDaemon(fleet, rounds) {
  const starts = [];
  for (let round = 0; round <= rounds; round++) {
    const { daemon, wallS } = await startDaemon(fleet);
    starts.push({ wallS, cpuS: cpuOf(daemon.pid) });
    if (round === 0) await pollEnded(fleet);
    await ended(daemon);
  }
  const measured = starts.slice(1);
  return {
    wallS: median(measured.map(({ wallS }) => wallS)),
    cpuS: median(measured.map(({ cpuS }) => cpuS)),
  };
}

async function idleDaemon(fleet) {
  const { daemon } = await startDaemon(fleet);
  await pollEnded(fleet);
  await sleep(IDLE_MS);
  const resident = residentMbOf(daemon.pid);
  await ended(daemon);
  return { name: `roamwatch run, ${fleet.size} eSIMs polled`, size: fleet.size, ...resident };
}

async function idleNode() {
  const node = start([...NODE_OF_A_SERVICE, '-e', 'setInterval(() => {}, 1e6)']);
  await sleep(IDLE_MS);
  const resident = residentMbOf(node.pid);
  await ended(node);
  return resident;
}

/** Resolves when it answers. */
async function startDaemon({ config, url }) {
  const started = performance.now();
  const daemon = start([...PROGRAM, 'run', '--config', config, '--log-level', 'error']);
  while ((await statusOf(`${url}/healthz`)) !== 200) {
    if (daemon.exitCode !== null) throw new Error(`the daemon ended with ${daemon.exitCode}`);
    await sleep(LOOK_EVERY_MS);
  }
  return { daemon, wallS: (performance.now() - started) / 1_000 };
}

function start(command) {
  const [file, ...args] = pinned(MEASURED_CORE, command);
  return spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...ENV } });
}

async function ended(child) {
  const exit = once(child, 'exit');
  child.kill();
  await exit;
}

/** It is ready from its first complete poll on. */
async function pollEnded({ url }) {
  while ((await statusOf(`${url}/readyz`)) !== 200) await sleep(50);
}

/** Null when nobody answers. */
async function statusOf(url) {
  try {
    const { status, body } = await fetch(url);
    await body.cancel();
    return status;
  } catch {
    return null;
  }
}
