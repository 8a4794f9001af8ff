// Lets the daemon's own jobs live through weeks of simulated time and reports whether memory and file handles stay
// flat: the medians of the first and the last third are compared. Exits 1 when they do not.
//
//   npm run soak -- --weeks 8 --size 200
import '../measure/supported-node.js';
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pollCycle, scheduledPrune, tick } from '@roamwatch/monitor';
import {
  createContext,
  createMetrics,
  loadConfig,
  readiness,
  silentLog,
  table,
} from 'roamwatch/dist/index.js';

const MB = 1024 ** 2;
const HOUR = 3_600;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 5) / 1000;

/** The difference allowed between the thirds: the fleet grows by a half in a month, and a pool opens a connection more. */
const LIMITS = {
  heapMB: (first) => first * 1.15 + 2,
  handles: (first) => first + 4,
  resources: (first) => first + 4,
};

/** A configuration as an operator would write it, with short lengths of time so that pruning has something to do. */
function configuration({ url, mailPort, hookUrl }) {
  return JSON.stringify({
    api: { baseUrl: url, tokenFile: './token', requestsPerSecond: 100_000, concurrency: 8 },
    database: 'sqlite:./soak.db',
    timeZone: 'Europe/London',
    receivers: [
      { name: 'desk', email: { to: ['desk@example.com'] } },
      { name: 'team', slack: { webhookUrl: hookUrl } },
    ],
    smtp: { host: '127.0.0.1', port: mailPort, from: 'roamwatch@example.com' },
    retention: { readings: '2d', history: '7d', dailyUsage: '40d' },
  });
}

async function soak({ weeks, size, everyHours }) {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-soak-'));
  const world = fork(fileURLToPath(new URL('world.js', import.meta.url)), [String(size), String(START)], {
    execArgv: [],
  });
  try {
    const [outside] = await once(world, 'message');
    writeFileSync(join(folder, 'token'), outside.token, { mode: 0o600 });
    const file = join(folder, 'roamwatch.json');
    writeFileSync(file, configuration(outside));
    return await live({ world, file, until: START + weeks * 7 * DAY, everyHours });
  } finally {
    world.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function live({ world, file, until, everyHours }) {
  let now = START;
  const metrics = createMetrics();
  let ctx = await createContext(loadConfig(file, {}), {
    log: silentLog(),
    now: () => now,
    slackIntervalMs: 0,
    client: { retries: 0 },
    observer: metrics.observer,
  });
  const samples = [];
  const totals = { polls: 0, messages: 0, reloads: 0, pruned: 0 };
  for (let hour = 0; now < until; hour++) {
    if (hour % 6 === 0) {
      totals.messages += (await pollCycle(ctx)).summary.notificationsSent;
      totals.polls++;
    } else await tick(ctx);
    if (hour % 24 === 3) {
      await scheduledPrune(ctx);
      totals.pruned++;
    }
    if (hour % (7 * 24) === 100) {
      const former = ctx;
      ctx = await ctx.renew(loadConfig(file, {}));
      await former.retire();
      totals.reloads++;
    }
    await readiness(ctx);
    await metrics.text(ctx);
    if (hour % everyHours === 0) samples.push(await measured(ctx));
    now += HOUR;
    world.send(now);
    await once(world, 'message');
  }
  await ctx.close();
  return { samples, totals };
}

async function measured(ctx) {
  // Twice: what finalisers let go is collected by the second.
  for (let time = 0; time < 2; time++) {
    global.gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    heapMB: (heapUsed + external) / MB,
    rssMB: rss / MB,
    handles: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0,
    resources: process.getActiveResourcesInfo().length,
    databaseMB: ['', '-wal'].reduce((sum, part) => sum + statSync(ctx.store.file + part).size, 0) / MB,
  };
}

function compared({ samples, totals }) {
  const third = Math.floor(samples.length / 3);
  const rows = Object.keys(samples[0]).map((figure) => {
    const [first, last] = [samples.slice(0, third), samples.slice(-third)].map((part) =>
      median(part.map((sample) => sample[figure])),
    );
    const limit = LIMITS[figure]?.(first) ?? null;
    return { figure, first, last, limit, flat: limit === null || last <= limit };
  });
  return { ...totals, samples: samples.length, rows, flat: rows.every((row) => row.flat) };
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function inWords({ polls, messages, reloads, samples, rows, flat }, weeks) {
  const one = (value) => (value === null ? '–' : value.toFixed(1));
  return [
    `${weeks} weeks: ${polls} polls, ${messages} messages, ${reloads} reloads, ${samples} samples after garbage collection`,
    table(
      ['FIGURE', 'FIRST THIRD', 'LAST THIRD', 'LIMIT', ''],
      rows.map((row) => [row.figure, one(row.first), one(row.last), one(row.limit), row.flat ? '' : 'GROWS']),
    ),
    flat ? 'flat' : 'NOT FLAT',
  ].join('\n');
}

const { values } = parseArgs({
  options: {
    weeks: { type: 'string', default: '8' },
    size: { type: 'string', default: '200' },
    'sample-hours': { type: 'string', default: '12' },
    json: { type: 'boolean', default: false },
  },
});

if (global.gc === undefined) {
  const again = ['--expose-gc', fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, again, { stdio: 'inherit' }).status ?? 1;
} else {
  const weeks = Number(values.weeks);
  const result = compared(
    await soak({ weeks, size: Number(values.size), everyHours: Number(values['sample-hours']) }),
  );
  process.stdout.write(`${values.json ? JSON.stringify(result) : inWords(result, weeks)}\n`);
  process.exitCode = result.flat ? 0 : 1;
}
