import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pollCycle } from '@roamwatch/monitor';
import SqliteDatabase from 'better-sqlite3';
import { createContext, createMetrics, loadConfig, silentLog, startHttp } from 'roamwatch/dist/index.js';
import { configureDaemon } from '../provider/daemon.js';
import { startProvider } from '../provider/start.js';

const REQUESTS = 10;
const LONGEST_POLL_MS = 30_000;
const PATHS = [
  '/',
  '/esims',
  '/esims?sort=left',
  '/esims?sort=label',
  '/esims?q=12345',
  '/esims?q=traveller&sort=expires',
  '/esims?q=traveller&alert=none',
  '/esims?status=READY&alert=critical',
  '/esims?cost_centre=cc-7&q=traveller',
  '/esims/8944000000000007919',
  '/alerts',
  '/alerts?q=12345',
  '/silences?matcher=cost_centre%3Dcc-7',
  '/outbox',
  '/reports',
  '/inventory',
  '/inventory?q=12345',
];

/**
 * Every page of a large fleet, from the request to the last byte of the answer, and what it weighs compressed: while nothing
 * else happens, and while the whole fleet is polled as fast as it goes.
 */
export async function measurePages(size) {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-bench-page-'));
  const provider = await startProvider(size);
  const config = loadConfig(configureDaemon(folder, provider), {});
  const ctx = await createContext(config, { log: silentLog() });
  fill(config.database.file, size, ctx.now());
  const server = await startHttp(config.http, { current: () => ctx, metrics: createMetrics() });
  try {
    const get = async (path) => (await fetch(server.url + path, { headers: { accept: 'text/html' } })).text();
    const paths = [...PATHS, await deepPage(get)];
    const pages = [];
    for (const path of paths) pages.push(await measured(get, path));
    return { size, pages, whilePolling: await whilePolling(ctx, get, paths) };
  } finally {
    await server.close();
    await ctx.close();
    provider.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One page after the other until the poll has ended. */
async function whilePolling(ctx, get, paths) {
  let isUnderWay = true;
  const poll = pollCycle(ctx, { signal: AbortSignal.timeout(LONGEST_POLL_MS) }).finally(() => {
    isUnderWay = false;
  });
  const times = [];
  for (let count = 0; isUnderWay; count++) {
    const start = performance.now();
    await get(paths[count % paths.length]);
    times.push(performance.now() - start);
  }
  const { polled } = (await poll).summary;
  times.sort((a, b) => a - b);
  return {
    polled,
    requests: times.length,
    p95Ms: times[Math.floor(times.length * 0.95)],
    worstMs: times.at(-1),
  };
}

async function measured(get, path) {
  const body = await get(path);
  const times = [];
  const before = process.cpuUsage();
  for (let count = 0; count < REQUESTS; count++) {
    const start = performance.now();
    await get(path);
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  return {
    path,
    medianMs: times[REQUESTS / 2],
    worstMs: times.at(-1),
    cpuMs: (user + system) / 1_000 / REQUESTS,
    gzipBytes: gzipSync(body).length,
  };
}

/** The hundredth page, by following the links. */
async function deepPage(get) {
  let path = '/esims';
  for (let page = 1; page < 100; page++) {
    const next = /href="(\/esims\?[^"]*after=[^"]*)"[^>]*rel="next"/.exec(await get(path))?.[1];
    if (next === undefined) return path;
    path = next.replaceAll('&amp;', '&');
  }
  return path;
}

/** The fleet of the provider: every tenth eSIM has an open alert, ten of eleven an inventory entry, all ten days of usage. */
export function fill(file, size, now) {
  const sqlite = new SqliteDatabase(file);
  const n = `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${size})`;
  const iccid = `printf('8944%015d', i)`;
  const today = new Date(now * 1000).toISOString().slice(0, 10).replaceAll('-', '');
  sqlite.exec(`
    ${n} insert into esim (id, esim_id, iccid, status, usage_check, unlimited, top_up, notes, first_seen_at)
      select i, printf('0b7e9d52-4c1f-4a6e-8f30-%012d', i), ${iccid}, iif(i % 3 = 0, 'READY', 'INSTALLED'), 1, 0, 1, '[]', ${now} from n;
    ${n} insert into esim_state
        (esim, reading_at, allowance_bytes, remaining_bytes, package_ends_at, failing_since)
      select i, ${now} - i % 90000, 1073741824, (i * 7919) % 1073741824, ${now} + (i * 31) % 2600000,
        iif(i % 500 = 0, ${now} - 7200, null) from n;
    ${n} insert into inventory (iccid, valid_from, valid_until, label, cost_centre)
      select ${iccid}, 0, 99999999, printf('Traveller %06d', (i * 613) % ${size}), 'cc-' || (i % 40)
      from n where i % 11 > 0;
    ${n} insert into alert
        (rule, rule_type, esim, epoch, state, severity, opened_at, changed_at, reason, clear_streak)
      select 'low-data', 'data-low', i, 1, 'open', iif(i % 3 = 0, 'critical', 'warning'), ${now} - i, ${now} - i,
        '{"kind":"recorded","text":"little data left"}', 0 from n where i % 10 = 0;
    insert into location (id, name) values (1, 'France');
    ${n} insert into daily_usage
      select i, ${today} / 100 * 100 + day.value, 1, i * 1000, ${now}, ${now}, 0
      from n, json_each('[1,2,3,4,5,6,7,8,9,10]') as day;
    insert into cycle (begun_at, ended_at, summary) values (${now} - 60, ${now} - 30, '{}');
    analyze;
  `);
  sqlite.close();
}
