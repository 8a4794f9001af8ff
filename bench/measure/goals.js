/**
 * What was measured, each with the goal it is held against.
 *
 * @returns {{what: string, measured: number, unit: 'ratio' | 'MB' | 'ms' | 'eSIMs', bound: 'at least' | 'at most', goal: number, isReached: boolean}[]}
 */
export function goalsOf({
  cycles,
  listings,
  client,
  csv,
  reports,
  adaptive,
  firstAlerts,
  responsiveness,
  scale,
  start,
}) {
  return [
    ...cycles.flatMap(goalsOfCycle),
    ...listings.flatMap(goalsOfListing),
    ...(client === null
      ? []
      : [atMost('typed client against undici.request', client.clientUs / client.undiciUs, 1.25)]),
    ...csv.flatMap(goalsOfCsv),
    ...reports.flatMap(goalsOfReports),
    ...(adaptive === null ? [] : adaptive.budgets.flatMap(goalsOfAdaptive)),
    ...firstAlerts.flatMap(goalsOfFirstAlerts),
    ...responsiveness.flatMap(goalsOfResponsiveness),
    ...(scale === null ? [] : goalsOfScale(scale)),
    ...(start === null ? [] : goalsOfStart(start)),
  ];
}

function goalsOfCycle({ size, cold, warm, unchanged }) {
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
    atLeast(
      `${at}, first cycle: shortest program / ours`,
      of(cold, 'shortest program') / of(cold, 'roamwatch poll'),
      0.8,
    ),
    atMost(`${at}: peak MB`, peakMb, 250, 'MB'),
  ];
}

function goalsOfListing({ size, results }) {
  return [atMost(`listing ${thousands(size)}: peak MB`, results[0].peakMb, 150, 'MB')];
}

function goalsOfCsv({ rows, ours, sqlite3, sqlite3Formatted }) {
  const what = `usage file of ${thousands(rows)} rows`;
  return [
    atLeast(`${what}: sqlite3 / ours`, sqlite3.cpuS / ours.cpuS, 1),
    atLeast(`${what}: sqlite3, formatted / ours`, sqlite3Formatted.cpuS / ours.cpuS, 2),
    atMost(`${what}: peak MB`, ours.peakMb, 120, 'MB'),
  ];
}

function goalsOfReports({ rows, kinds, closing }) {
  const at = thousands(rows);
  return [
    ...kinds.map(({ kind, peakMb }) => atMost(`report ${kind} of ${at} rows, MB`, peakMb, 150, 'MB')),
    atMost(`closing ${at} rows, longest wait in ms`, closing.longestStretchMs, 50, 'ms'),
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

/** The goal leaves a tenth for the list, the start, and what has to be asked beside usage. */
function goalsOfFirstAlerts({ size, idealS, mostS, messageS, wrong }) {
  const what = `first alerts of ${thousands(size)}`;
  return [
    atMost(`${what}: 95 % known / one request each`, (mostS ?? Number.POSITIVE_INFINITY) / idealS, 1),
    atMost(`${what}: message sent / one request each`, messageS / idealS, 1.1),
    atMost(`${what}: wrong`, wrong, 0, 'eSIMs'),
  ];
}

function goalsOfResponsiveness({ size, first, changed }) {
  const what = `event loop, ${thousands(size)} polled`;
  return [
    atMost(`${what} first, 99 % within ms`, first.p99Ms, 20, 'ms'),
    atMost(`${what} again, 99 % within ms`, changed.p99Ms, 20, 'ms'),
  ];
}

/** Of each worker's rate when it is alone: 3.2 of four. */
const LEAST_OF_WORKERS = 0.8;
/** In a smaller fleet, what a poll takes whatever it polls outweighs what its eSIMs take. */
const SMALLEST_COMPARED = 5_000;

function goalsOfScale({ sharing, costs }) {
  const [one, ...others] = sharing.workers;
  const cost = (database) => costs.filter((entry) => entry.database === database);
  return [
    ...others.map(({ workers, perSecond }) =>
      atLeast(
        `eSIMs a second: ${workers} workers / one`,
        perSecond / one.perSecond,
        workers * LEAST_OF_WORKERS,
      ),
    ),
    ...cost('SQLite').flatMap(({ size, changed }) => {
      if (size < SMALLEST_COMPARED) return [];
      const postgres = cost('PostgreSQL').find((entry) => entry.size === size);
      const what = `worker CPU of ${thousands(size)}: PostgreSQL / SQLite`;
      return [atMost(what, postgres.changed.workerUs / changed.workerUs, 1.3)];
    }),
  ];
}

/** A bare Node takes 0.02 s. */
function goalsOfStart({ contestants: [node, version, poll], ready, idle }) {
  return [
    atMost('roamwatch --version / bare Node', version.cpuS / node.cpuS, 2),
    atMost('poll of ten eSIMs / bare Node', poll.cpuS / node.cpuS, 7.5),
    atMost('poll of ten eSIMs, CPU ms', poll.cpuS * 1_000, 150, 'ms'),
    ...(ready === null ? [] : [atMost('roamwatch run until it answers, ms', ready.wallS * 1_000, 200, 'ms')]),
    ...(idle ?? []).flatMap(({ size, residentMb }) =>
      size === undefined ? [] : [atMost(`idle daemon of ${thousands(size)}: MB`, residentMb, 70, 'MB')],
    ),
  ];
}

function atLeast(what, measured, goal, unit = 'ratio') {
  return { what, measured, unit, bound: 'at least', goal, isReached: measured >= goal };
}

function atMost(what, measured, goal, unit = 'ratio') {
  return { what, measured, unit, bound: 'at most', goal, isReached: measured <= goal };
}

function thousands(count) {
  return count.toLocaleString('en-GB');
}
