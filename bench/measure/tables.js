import { table } from 'roamwatch/dist/index.js';

export function cycleTable({ size, cold, warm, unchanged }) {
  const part = (title, contestants) => [`\n${thousands(size)} eSIMs, ${title}`, contestantTable(contestants)];
  return [
    ...part('first cycle, empty database', cold),
    ...part('1 of 30 daily rows changed', warm),
    ...part('nothing changed', unchanged),
  ].join('\n');
}

export function listingTable({ size, results }) {
  return `\nlisting ${thousands(size)} eSIMs\n${contestantTable(results)}`;
}

export function clientTable({ calls, clientUs, undiciUs }) {
  const rows = [
    ['typed client', clientUs.toFixed(1)],
    ['undici.request', undiciUs.toFixed(1)],
  ];
  return `\n${thousands(calls)} calls for usage details, 50 at a time\n${table(['CLIENT', 'CPU µs A CALL'], rows)}`;
}

export function pageTable({ size, pages, whilePolling }) {
  const rows = pages.map(({ path, medianMs, worstMs, cpuMs, gzipBytes }) => [
    path.length > 30 ? `${path.slice(0, 27)}...` : path,
    medianMs.toFixed(1),
    worstMs.toFixed(1),
    cpuMs.toFixed(1),
    (gzipBytes / 1024).toFixed(1),
  ]);
  const head = ['PAGE', 'MEDIAN ms (goal 50)', 'WORST OF 10 ms', 'CPU ms', 'KB GZIPPED (goal 60)'];
  const { polled, requests, p95Ms, worstMs } = whilePolling;
  const busy = [thousands(polled), String(requests), p95Ms.toFixed(1), worstMs.toFixed(1)];
  return `\npages of ${thousands(size)} eSIMs\n${table(head, rows)}
while the whole fleet is polled as fast as it goes
${table(['POLLED', 'PAGES', '95 % WITHIN ms (goal 200)', 'WORST ms'], [busy])}`;
}

export function firstAlertsTable({ size, requestsPerSecond, polled, alerts, wrong, ...times }) {
  const { idealS, firstS, halfS, mostS, messageS } = times;
  const seconds = (s) => (s === null ? 'never' : s.toFixed(0));
  const head = ['ALERTS', 'WRONG', 'ONE REQUEST EACH s', 'FIRST s', 'HALF s', '95 % s', 'MESSAGE s'];
  const row = [String(alerts), String(wrong), ...[idealS, firstS, halfS, mostS, messageS].map(seconds)];
  return `\nfrom an empty database to the first alerts: ${thousands(size)} eSIMs, ${thousands(polled)} of them polled, ${requestsPerSecond} requests a second\n${table(head, [row])}`;
}

export function responsivenessTable({ size, first, changed }) {
  const row = (name, { p50Ms, p99Ms, worstMs, longestStretchMs, longStretches, healthP99Ms, pageP99Ms }) => [
    name,
    ...[p50Ms, p99Ms, worstMs, longestStretchMs].map((ms) => ms.toFixed(1)),
    String(longStretches),
    ...[healthP99Ms, pageP99Ms].map((ms) => ms.toFixed(1)),
  ];
  const head = [
    'POLL',
    'MEDIAN ms',
    '99 % ms',
    'WORST ms',
    'MOST CPU ms',
    'OVER 10 ms CPU',
    'HEALTH 99 % ms',
    'PAGE 99 % ms',
  ];
  const rows = [row('first', first), row('1 of 30 daily rows changed', changed)];
  return `\ndelay of the event loop while ${thousands(size)} eSIMs are polled, with the page and the health\n${table(head, rows)}`;
}

export function csvTable({ rows, ours, sqlite3, sqlite3Formatted }) {
  return `\nusage file of ${thousands(rows)} daily rows\n${contestantTable([ours, sqlite3, sqlite3Formatted])}`;
}

export function reportsTable({ rows, kinds, closing }) {
  const { wallS, peakMb, longestStretchMs, longestWaitMs } = closing;
  const lines = [
    ...kinds.map((one) => [`report ${one.kind}`, one.cpuS.toFixed(1), `${Math.round(one.peakMb)} MB`, '']),
    [
      `closing, ${Math.round(wallS)} s on the clock`,
      '',
      `${Math.round(peakMb)} MB`,
      `${Math.round(longestStretchMs)} ms (${Math.round(longestWaitMs)} ms on the clock)`,
    ],
  ];
  return `\nreports of ${thousands(rows)} daily rows\n${table(['', 'CPU S', 'PEAK', 'LONGEST WAIT'], lines)}`;
}

export function scaleTable({ latencyMs, sharing, costs, costConcurrency }) {
  const { size, concurrency, workers, idle } = sharing;
  const [one] = workers;
  const us = (value) => value.toFixed(0);
  const range = ([least, most]) => `${us(least)} to ${us(most)}`;
  const shared = workers.map((run) => [
    String(run.workers),
    run.wallS.toFixed(1),
    us(run.perSecond),
    range(run.perSecondSpread),
    (run.perSecond / one.perSecond).toFixed(2),
    us(run.workerUs),
    us(run.databaseUs),
    us(1e6 / run.workerUs),
    String(run.connections),
  ]);
  const sharedHead = [
    'WORKERS',
    's',
    'eSIMs/s',
    'SPREAD',
    'OF ONE',
    'WORKER µs',
    'DATABASE µs',
    'eSIMs/CPU s',
    'CONNECTIONS',
  ];
  const cost = (name, { size: esims, database }, run) => [
    thousands(esims),
    database,
    name,
    run.wallS.toFixed(1),
    run.listS.toFixed(1),
    us(run.workerUs),
    run.workerUsSpread ? range(run.workerUsSpread) : '',
    ...(database === 'PostgreSQL' ? [us(run.databaseUs), us(run.logBytes)] : ['', '']),
    us(run.peakMb),
  ];
  const costHead = [
    'eSIMs',
    'DATABASE',
    'POLL',
    's',
    'LIST s',
    'WORKER µs',
    'SPREAD',
    'DATABASE µs',
    'WAL BYTES',
    'PEAK MB',
  ];
  const rows = costs.flatMap((one) => [cost('first', one, one.first), cost('changed', one, one.changed)]);
  const kept = costs.flatMap(({ rows }) => (rows === null ? [] : [rows]));
  const keptRows = kept.map(({ first, changed }) => [
    thousands(first.count),
    ...[first, changed].map(({ bytes, count }) => (bytes / count).toFixed(1)),
  ]);
  return `\n${thousands(size)} eSIMs polled by workers of ${concurrency} requests in flight, each answered after ${latencyMs} ms; CPU an eSIM
${table(sharedHead, shared)}
an idle worker: ${idle.workerMs.toFixed(1)} ms of CPU a second, and ${idle.databaseMs.toFixed(1)} of the database

one worker of ${costConcurrency} requests in flight; CPU and write-ahead log an eSIM
${table(costHead, rows)}

${table(['DAILY ROWS', 'BYTES A ROW AT FIRST', 'AFTER THE CHANGES'], keptRows)}`;
}

export function startTable({ contestants, ready, idle }) {
  const times = contestants.map(({ name, wallS, cpuS, leastCpuS, mostCpuS }) => [
    name,
    milliseconds(wallS),
    milliseconds(cpuS),
    `${milliseconds(leastCpuS)} to ${milliseconds(mostCpuS)}`,
    (cpuS / contestants[0].cpuS).toFixed(1),
  ]);
  if (ready !== null) {
    const { wallS, cpuS } = ready;
    times.push(['roamwatch run until it answers', milliseconds(wallS), milliseconds(cpuS), '', '']);
  }
  const memory = (idle ?? []).map(({ name, residentMb, ownMb }) => [
    name,
    residentMb.toFixed(0),
    ownMb.toFixed(0),
  ]);
  return `\nstart of a process
${table(['PROCESS', 'WALL ms', 'CPU ms', 'SPREAD', 'CPU / BARE NODE'], times)}

idle for half a minute
${table(['PROCESS', 'RESIDENT MB', 'WITHOUT FILES MB'], memory)}`;
}

/** Every measured figure beside the goal it is held against. */
export function goalsTable(goals) {
  const rows = goals.map(({ what, measured, bound, goal, isReached }) => [
    what,
    measured.toFixed(2),
    `${bound} ${goal}`,
    isReached ? 'yes' : 'no',
  ]);
  return `\n${table(['RATIO OF CPU SECONDS, OF DELAYS', 'MEASURED', 'GOAL', 'REACHED'], rows)}`;
}

function contestantTable(contestants) {
  const [ours] = contestants;
  const rows = contestants.map(({ name, wallS, cpuS, leastCpuS, mostCpuS, peakMb, failed }) =>
    failed
      ? [name, 'failed', '', '', '', '']
      : [
          name,
          wallS.toFixed(2),
          cpuS.toFixed(2),
          `${leastCpuS.toFixed(2)} to ${mostCpuS.toFixed(2)}`,
          peakMb === null ? '' : peakMb.toFixed(0),
          (cpuS / ours.cpuS).toFixed(2),
        ],
  );
  return table(['CONTESTANT', 'WALL s', 'CPU s', 'SPREAD', 'PEAK MB', 'CPU / OURS'], rows);
}

function milliseconds(seconds) {
  return (seconds * 1_000).toFixed(0);
}

function thousands(count) {
  return count.toLocaleString('en-GB');
}
