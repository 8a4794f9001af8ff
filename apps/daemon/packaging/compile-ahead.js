// Runs what is usually run of the bundle in the folder given, and writes beside each of its files what V8 compiled of it: the functions
// that were called included, which compiling alone would leave out.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator } from '@roamwatch/simulator';
import { codeFile, loaderOf, stored } from '../bin/load-bundle.js';

const [, , bundle] = process.argv;
const scripts = new Map();
const load = loaderOf(join(bundle, 'cli'), (file, script) => scripts.set(file, script));
const folder = mkdtempSync(join(tmpdir(), 'roamwatch-compile-'));
const simulator = await startSimulator({ size: 60 });
try {
  const { main } = load('main.cjs');
  const config = join(folder, 'roamwatch.yaml');
  const run = async (...args) => {
    const code = await main(['--config', config, ...args]);
    if (code !== 0) throw new Error(`roamwatch ${args.join(' ')} ended with ${code}`);
  };
  await run('init', '--simulator', simulator.url);
  listenOnFreePort(config);
  for (let polls = 0; polls < 2; polls++) await run('poll', '--json');
  const before = process.listenerCount('SIGTERM');
  const daemon = run('run', '--log-level', 'warn');
  while (process.listenerCount('SIGTERM') === before) await Promise.race([daemon, sleep(10)]);
  await sleep(1_000);
  process.emit('SIGTERM');
  await daemon;
  for (const [file, script] of scripts) writeFileSync(codeFile(file), stored(script.createCachedData()));
} finally {
  await simulator.close();
  rmSync(folder, { recursive: true });
}

/** Others on this machine may run a daemon, or make the bundle too. */
function listenOnFreePort(config) {
  const text = readFileSync(config, 'utf8');
  const anyPort = text.replace(/^( *listen: 127\.0\.0\.1:)\d+$/m, '$10');
  if (anyPort === text) throw new Error('the first configuration names no port');
  writeFileSync(config, anyPort);
}
