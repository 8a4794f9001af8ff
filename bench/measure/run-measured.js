import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PRELOAD = pathToFileURL(fileURLToPath(new URL('peak-memory.js', import.meta.url))).href;
const CAN_PIN = availableParallelism() > 1 && spawnSync('taskset', ['--version']).error === undefined;

/** The core of the measured program, and another for its peers; without `taskset` the system places them. */
export const MEASURED_CORE = 1;
export const OTHER_CORE = 0;

export function pinned(core, command) {
  return CAN_PIN ? ['taskset', '-c', String(core), ...command] : command;
}

/**
 * Runs a command to its end on the measured core, the processes it starts included.
 *
 * @returns {Promise<{wallS: number, cpuS: number, peakMb: number | null, failure: string | null}>} seconds, and the
 *   peak of the process itself if it is a Node program
 */
export async function runMeasured(command, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-bench-'));
  const peakFile = join(folder, 'peak');
  const measured = spawn(
    'bash',
    ['-c', 'TIMEFORMAT="measured %R %U %S"; time "$@"', 'bash', ...pinned(MEASURED_CORE, command)],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        NODE_OPTIONS: `--import=${PRELOAD}`,
        PEAK_MEMORY_TO: peakFile,
        LC_ALL: 'C',
        ...env,
      },
    },
  );
  let said = '';
  measured.stderr.setEncoding('utf8').on('data', (text) => {
    said = (said + text).slice(-4_000);
  });
  const code = await new Promise((resolve) => measured.on('close', resolve));
  const [, wall, user, system] = /measured (\S+) (\S+) (\S+)\s*$/.exec(said) ?? [];
  const peakMb = peakIn(peakFile);
  rmSync(folder, { recursive: true });
  return {
    wallS: Number(wall),
    cpuS: Number(user) + Number(system),
    peakMb,
    failure: code === 0 ? null : said.trim(),
  };
}

function peakIn(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Runs contestants in turn, so that what else the machine does strikes all alike; medians of each. */
export async function alternated(contestants, rounds, beforeRound = async () => {}) {
  const runs = contestants.map(() => []);
  for (let round = 1; round <= rounds; round++) {
    await beforeRound(round);
    for (const index of turns(contestants.length, round)) {
      const contestant = contestants[index];
      const run = await runMeasured(contestant.command, contestant.env);
      if (run.failure !== null && !contestant.mayFail) throw new Error(`${contestant.name}: ${run.failure}`);
      runs[index].push(run);
    }
  }
  return contestants.map(({ name }, index) => summary(name, runs[index]));
}

/** Each round begins with another one: none always runs after the same. */
function turns(count, round) {
  return Array.from({ length: count }, (_, index) => (index + round) % count);
}

function summary(name, runs) {
  const failed = runs.find(({ failure }) => failure !== null);
  const peaks = runs.map(({ peakMb }) => peakMb).filter((peak) => peak !== null);
  const cpu = runs.map(({ cpuS }) => cpuS);
  return {
    name,
    wallS: median(runs.map(({ wallS }) => wallS)),
    cpuS: median(cpu),
    leastCpuS: Math.min(...cpu),
    mostCpuS: Math.max(...cpu),
    peakMb: peaks.length === 0 ? null : Math.max(...peaks),
    failed: failed !== undefined,
  };
}
