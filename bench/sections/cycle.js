import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROGRAM } from '../measure/program.js';
import { alternated } from '../measure/run-measured.js';
import { TOKEN } from '../provider/fleet.js';
import { startProvider } from '../provider/start.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** A curl for every eSIM takes a minute and more beyond this. */
const LARGEST_FOR_XARGS = 1_000;

/**
 * Whole cycles of a fleet, by whole processes: our program with all default rules, the shortest program, and the cron
 * jobs. First into an empty database, then with one row of thirty changed, then with nothing changed.
 */
export async function measureCycles(size, rounds) {
  const provider = await startProvider(size);
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-bench-'));
  try {
    const contestants = contestantsFor(provider.url, folder, size);
    const cold = await alternated(contestants, 1);
    const warm = await alternated(contestants, rounds, provider.enterRound);
    const unchanged = await alternated(contestants.slice(0, 2), rounds);
    return { size, cold, warm, unchanged };
  } finally {
    provider.stop();
    rmSync(folder, { recursive: true });
  }
}

function contestantsFor(url, folder, size) {
  const config = join(folder, 'roamwatch.yaml');
  writeFileSync(config, configuration(url));
  const file = (name) => join(folder, `${name}.db`);
  const contestants = [
    {
      name: 'roamwatch poll',
      command: [...PROGRAM, 'poll', '--json', '--config', config],
      env: { ROAMIFY_API_TOKEN: TOKEN },
    },
    {
      name: 'shortest program',
      command: [process.execPath, here('../contestants/shortest.js'), url, TOKEN, file('shortest')],
    },
  ];
  if (!hasCronTools()) return contestants;
  contestants.push({
    name: 'cron job, curl -Z',
    command: [here('../contestants/cron-parallel.sh'), url, TOKEN, file('parallel')],
  });
  if (size > LARGEST_FOR_XARGS) return contestants;
  contestants.push({
    name: 'cron job, xargs curl',
    command: [here('../contestants/cron-xargs.sh'), url, TOKEN, file('xargs')],
  });
  return contestants;
}

/** All rules as they are by default, and a receiver that is never notified, because nothing is wrong. */
function configuration(url) {
  return `api: { baseUrl: "${url}", requestsPerSecond: 100000, concurrency: 50 }
database: sqlite:./roamwatch.db
timeZone: Europe/London
receivers: [{ name: nobody, webhook: { url: "http://127.0.0.1:9/in" } }]
`;
}

function hasCronTools() {
  return ['curl', 'jq', 'sqlite3'].every((tool) => spawnSync(tool, ['--version']).error === undefined);
}
