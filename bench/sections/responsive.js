import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NODE_OF_A_SERVICE } from '../measure/program.js';
import { MEASURED_CORE, pinned } from '../measure/run-measured.js';
import { configureDaemon } from '../provider/daemon.js';
import { startProvider } from '../provider/start.js';

const POLL_AND_WATCH = fileURLToPath(new URL('../measure/poll-and-watch.js', import.meta.url));
const PAUSE_MS = 50;
const PATHS = [
  '/healthz',
  '/',
  '/esims',
  '/alerts',
  '/healthz',
  '/esims?sort=left',
  '/esims/8944000000000000019',
];

/**
 * How long the event loop of a process is held up that polls a fleet as fast as it goes, lists it, and serves its pages and its
 * health meanwhile: once for the first poll, and once with one daily row of thirty changed. The process does what the
 * daemon does, on a core of its own.
 *
 * @returns {Promise<{size: number, first: object, changed: object}>} each with `p50Ms p99Ms worstMs` of the event loop's delay,
 *   `healthP99Ms pageP99Ms`, `longestStretchMs`, the most CPU of the thread between two turns of its loop, and
 *   `longStretches`, between how many it was more than 10 ms
 */
export async function measureResponsiveness(size) {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-bench-responsive-'));
  const provider = await startProvider(size);
  const config = configureDaemon(folder, provider);
  try {
    const first = await pollWatched(config);
    await provider.enterRound(1);
    return { size, first, changed: await pollWatched(config) };
  } finally {
    provider.stop();
    rmSync(folder, { recursive: true });
  }
}

async function pollWatched(config) {
  const command = [...NODE_OF_A_SERVICE, POLL_AND_WATCH, config];
  const [file, ...args] = pinned(MEASURED_CORE, command);
  const daemon = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  daemon.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const exited = once(daemon, 'exit');
  await once(daemon.stdout, 'data');
  const [url] = said.split('\n');
  const times = { health: [], page: [] };
  let isUnderWay = true;
  void exited.then(() => {
    isUnderWay = false;
  });
  for (let count = 0; isUnderWay; count++) {
    const path = PATHS[count % PATHS.length];
    const started = performance.now();
    const answer = await fetch(url + path, { headers: { accept: 'text/html' } }).then(
      (response) => response.text(),
      () => null,
    );
    if (answer !== null) times[path === '/healthz' ? 'health' : 'page'].push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const [code] = await exited;
  if (code !== 0) throw new Error(`the poll failed: ${said}`);
  const watched = JSON.parse(said.slice(url.length));
  return {
    ...watched,
    healthP99Ms: p99(times.health),
    pageP99Ms: p99(times.page),
    requests: times.page.length,
  };
}

function p99(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0;
}
