import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startHookCatcher } from '@roamwatch/test-peers';
import SqliteDatabase from 'better-sqlite3';
import { PROGRAM } from '../measure/program.js';
import { MEASURED_CORE, OTHER_CORE, pinned } from '../measure/run-measured.js';

const TOKEN = 'simulator-token';
const LOOK_EVERY_MS = 250;
const MOST_TIMES_IDEAL = 4;
const MB = 1_048_576;
/** The rule `data-low` with its default thresholds. */
const CRITICAL = { percent: 10, bytes: 100 * MB };
const WARNING_PERCENT = 25;

/**
 * From `roamwatch run` on an empty database until a fleet's first alerts are known, and until their message arrives. The
 * ideal is the time in which one request for each polled eSIM is permitted. The alerts about data are held against what
 * the provider answers to each request.
 *
 * @returns {Promise<object>} seconds; `wrong`: eSIMs whose alert about data is missing, of another severity, or not due
 */
export async function measureFirstAlerts(size, requestsPerSecond) {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-bench-first-'));
  const simulator = await startSimulatorProcess(size);
  const hook = await startHookCatcher();
  const config = join(folder, 'roamwatch.yaml');
  writeFileSync(
    config,
    `api: { token: ${TOKEN}, baseUrl: "${simulator.url}", requestsPerSecond: ${requestsPerSecond}, concurrency: 10 }
database: sqlite:./roamwatch.db
receivers: [{ name: hook, webhook: { url: "${hook.url}/in" } }]
`,
  );
  const [file, ...args] = pinned(MEASURED_CORE, [...PROGRAM, '--config', config, 'run']);
  const started = performance.now();
  const daemon = spawn(file, args, { stdio: 'ignore' });
  const since = () => (performance.now() - started) / 1_000;
  try {
    const mostMs = (MOST_TIMES_IDEAL * size * 1_000) / requestsPerSecond;
    let isThere = false;
    const arrived = hook.waitFor(1, mostMs).then(() => {
      isThere = true;
      return since();
    });
    const history = [];
    while (!isThere) {
      history.push({ at: since(), ...countsIn(join(folder, 'roamwatch.db')) });
      await Promise.race([arrived, sleep(LOOK_EVERY_MS)]);
    }
    const messageS = await arrived;
    const last = countsIn(join(folder, 'roamwatch.db'));
    const wrong = await wrongAlerts(simulator.url, join(folder, 'roamwatch.db'));
    return {
      size,
      requestsPerSecond,
      polled: last.polled,
      alerts: last.alerts,
      idealS: last.polled / requestsPerSecond,
      firstS: timeOf(history, 1),
      halfS: timeOf(history, last.alerts / 2),
      mostS: timeOf(history, last.alerts * 0.95),
      messageS,
      wrong,
    };
  } finally {
    daemon.kill();
    await once(daemon, 'exit');
    await hook.close();
    simulator.stop();
    rmSync(folder, { recursive: true });
  }
}

async function startSimulatorProcess(size) {
  const command = [...PROGRAM, 'simulator', '--json', '--port', '0', '--size', String(size), '--speed', '0'];
  const [file, ...args] = pinned(OTHER_CORE, command);
  const simulator = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(simulator.stdout, 'data');
  const [url] = /http:\/\/[\d.]+:\d+/.exec(String(said)) ?? [];
  return { url, stop: () => simulator.kill() };
}

function countsIn(file) {
  let db;
  try {
    db = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
    const count = (query) => db.prepare(query).pluck().get();
    return {
      alerts: count("select count(*) from alert where state = 'open' and esim is not null"),
      polled: count(
        'select count(*) from esim_state where reading_at is not null or failing_since is not null',
      ),
    };
  } catch {
    return { alerts: 0, polled: 0 };
  } finally {
    db?.close();
  }
}

function timeOf(history, alerts) {
  return history.find((then) => then.alerts >= alerts)?.at ?? null;
}

async function wrongAlerts(url, file) {
  const db = new SqliteDatabase(file, { readonly: true });
  const rows = db
    .prepare(
      `select esim.iccid, esim.status, (select max(severity || ' ' || rule_type) from alert
         where alert.esim = esim.id and state = 'open' and rule_type in ('data-low', 'data-exhausted')) as said
       from esim join esim_state on esim_state.esim = esim.id where reading_at is not null`,
    )
    .all();
  db.close();
  let wrong = 0;
  for (const { iccid, status, said } of rows) {
    const path = `${url}/api/esim/usage/details?iccid=${iccid}`;
    const answer = await fetch(path, { headers: { authorization: `Bearer ${TOKEN}` } });
    if (dueAlert((await answer.json()).data, status) !== said) wrong += 1;
  }
  return wrong;
}

/** What an answer calls for by the figures alone, in the simulator's units. */
function dueAlert({ allowedData, remainingData, expiredAt, startedAt }, status) {
  if (status === 'READY' && remainingData === allowedData) return null;
  const hasEnded = expiredAt !== startedAt && expiredAt * 1_000 <= Date.now();
  if (allowedData <= 0 || hasEnded) return null;
  if (remainingData <= 0) return 'critical data-exhausted';
  const percent = (remainingData / allowedData) * 100;
  const bySize = CRITICAL.bytes * 2 <= allowedData * MB && remainingData * MB <= CRITICAL.bytes;
  if (percent <= CRITICAL.percent || bySize) return 'critical data-low';
  return percent <= WARNING_PERCENT ? 'warning data-low' : null;
}
