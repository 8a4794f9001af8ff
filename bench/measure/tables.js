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

/** Every measured ratio beside the goal it is held against. */
export function goalsTable({ cycles, listings, client, csv, reports, adaptive }) {
  const rows = [
    ...cycles.flatMap(goalsOfCycle),
    ...listings.flatMap(goalsOfListing),
    ...(client === null
      ? []
      : [atMost('typed client against undici.request', client.clientUs / client.undiciUs, 1.25)]),
    ...csv.flatMap(goalsOfCsv),
    ...reports.flatMap(goalsOfReports),
    ...(adaptive === null ? [] : adaptive.budgets.flatMap(goalsOfAdaptive)),
  ];
  return `\n${table(['RATIO OF CPU SECONDS, OF DELAYS', 'MEASURED', 'GOAL', 'REACHED'], rows)}`;
}

function goalsOfCycle({ size, warm, unchanged }) {
  const of = (contestants, name) => contestants.find((contestant) => contestant.name === name)?.cpuS ?? null;
  const at = thousands(size);
  const ours = of(warm, 'roamwatch poll');
  const shortest = of(warm, 'shortest program');
  const cron = of(warm, 'cron job, curl -Z');
  const xargs = of(warm, 'cron job, xargs curl');
  const { peakMb } = warm[0];
  return [
    atLeast(`${at}: shortest program / ours`, shortest / ours, 0.8),
    ...(cron === null
      ? []
      : [atLeast(`${at}: curl -Z cron job / ours`, cron / ours, size >= 100_000 ? 3.5 : 4)]),
    ...(xargs === null ? [] : [atLeast(`${at}: xargs curl cron job / ours`, xargs / ours, 4)]),
    atLeast(
      `${at}, nothing changed: shortest program / ours`,
      of(unchanged, 'shortest program') / of(unchanged, 'roamwatch poll'),
      2,
    ),
    atMost(`${at}: peak MB`, peakMb, 250),
  ];
}

function goalsOfListing({ size, results }) {
  return [atMost(`listing ${thousands(size)}: peak MB`, results[0].peakMb, 150)];
}

function goalsOfCsv({ rows, ours, sqlite3 }) {
  const what = `usage file of ${thousands(rows)} rows`;
  return [
    atLeast(`${what}: sqlite3 / ours`, sqlite3.cpuS / ours.cpuS, 1),
    atMost(`${what}: peak MB`, ours.peakMb, 120),
  ];
}

function goalsOfReports({ rows, kinds, closing }) {
  const at = thousands(rows);
  return [
    ...kinds.map(({ kind, peakMb }) => atMost(`report ${kind} of ${at} rows, MB`, peakMb, 150)),
    atMost(`closing ${at} rows, longest wait in ms`, closing.longestStretchMs, 50),
  ];
}

function goalsOfAdaptive({ everyHours, uniform, bestPossible, adaptive }) {
  const goal = (name, quantile) => {
    const ratio = ({ fromTruth }) => fromTruth[quantile] / uniform.fromTruth[quantile];
    const what = `adaptive / uniform every ${everyHours} h: ${name} delay (best possible ${ratio(bestPossible).toFixed(2)})`;
    return atMost(what, ratio(adaptive), 0.33);
  };
  return [goal('median', 'medianHours'), goal('p95', 'p95Hours')];
}

function contestantTable(contestants) {
  const [ours] = contestants;
  const rows = contestants.map(({ name, wallS, cpuS, peakMb, failed }) =>
    failed
      ? [name, 'failed', '', '', '']
      : [
          name,
          wallS.toFixed(2),
          cpuS.toFixed(2),
          peakMb === null ? '' : peakMb.toFixed(0),
          (cpuS / ours.cpuS).toFixed(2),
        ],
  );
  return table(['CONTESTANT', 'WALL s', 'CPU s', 'PEAK MB', 'CPU / OURS'], rows);
}

function atLeast(what, measured, goal) {
  return [what, measured.toFixed(2), `at least ${goal}`, measured >= goal ? 'yes' : 'no'];
}

function atMost(what, measured, goal) {
  return [what, measured.toFixed(2), `at most ${goal}`, measured <= goal ? 'yes' : 'no'];
}

function thousands(count) {
  return count.toLocaleString('en-GB');
}
