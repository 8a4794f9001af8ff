/**
 * `npm run bench -- [--only cycle,listing,client,csv,reports,adaptive,push,page,first-alerts,responsive,scale,start] [--page 100000] [--rounds 5]
 *   [--sizes 1000,10000] [--listing 100000] [--csv 1000000] [--reports 5000000] [--seeds 1,2,3] [--fleet 1600] [--weeks 4]
 *   [--intervals 48,24,12,6] [--first-alerts 10000] [--responsive 100000]
 *   [--scale 1000,10000,100000] [--workers 1,2,4] [--idle 10000] [--check] [--store]`
 *
 * Starts what it needs itself. Prints tables and writes them as JSON to bench/results/latest.json, where what was
 * not measured this time stays as it was. `--check` fails when a ratio is worse than the one in bench/ratios.json by more than a
 * tenth; `--store` stores those measured there.
 */
import './measure/supported-node.js';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { adaptiveTable, pushTable } from './measure/adaptive-table.js';
import { goalsOf } from './measure/goals.js';
import { fallen, storeRatios } from './measure/ratios.js';
import {
  clientTable,
  csvTable,
  cycleTable,
  firstAlertsTable,
  goalsTable,
  listingTable,
  pageTable,
  reportsTable,
  responsivenessTable,
  scaleTable,
  startTable,
} from './measure/tables.js';
import { measureAdaptive, measurePush } from './sections/adaptive.js';
import { measureClient } from './sections/client.js';
import { benchCsv } from './sections/csv.js';
import { measureCycles } from './sections/cycle.js';
import { measureFirstAlerts } from './sections/first-alerts.js';
import { measureListing } from './sections/listing.js';
import { measurePages } from './sections/page.js';
import { measureReports } from './sections/reports.js';
import { measureResponsiveness } from './sections/responsive.js';
import { measureScale } from './sections/scale.js';
import { measureStart } from './sections/start.js';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    listing: { type: 'string', default: '100000,1000000' },
    csv: { type: 'string', default: '1000000' },
    reports: { type: 'string', default: '5000000' },
    page: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    seeds: { type: 'string', default: '1,2,3' },
    fleet: { type: 'string', default: '1600' },
    weeks: { type: 'string', default: '4' },
    intervals: { type: 'string', default: '48,24,12,6' },
    'first-alerts': { type: 'string', default: '10000' },
    responsive: { type: 'string', default: '100000' },
    scale: { type: 'string', default: '1000,10000,100000' },
    workers: { type: 'string', default: '1,2,4' },
    idle: { type: 'string', default: '10000' },
    check: { type: 'boolean', default: false },
    store: { type: 'boolean', default: false },
    only: {
      type: 'string',
      default: 'cycle,listing,client,csv,reports,adaptive,push,page,first-alerts,responsive,scale,start',
    },
  },
});
/** What is permitted while the first alerts are awaited. */
const REQUESTS_PER_SECOND = 100;
/**
 * A fleet that one worker polls in half a minute: four with ten requests in flight keep a quarter of two cores busy, so that the
 * provider's latency is what limits them. One that is alone is given more, to come to the end.
 */
const SHARING = { fleet: 5_000, concurrency: 10, costConcurrency: 100 };
/** The start of a process takes a fraction of a second, and varies by a tenth. */
const STARTS_PER_ROUND = 3;
const numbers = (text) => text.split(',').map(Number);
const rounds = Number(values.rounds);
const wanted = new Set(values.only.split(','));

const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.version };

console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${loadavg()[0].toFixed(1)}`);
bundleProgram();

const results = {
  cycles: [],
  listings: [],
  client: null,
  csv: [],
  reports: [],
  adaptive: null,
  push: null,
  pages: [],
  firstAlerts: [],
  responsiveness: [],
  scale: null,
  start: null,
};

if (wanted.has('cycle')) {
  for (const size of numbers(values.sizes)) {
    const cycle = await measureCycles(size, size >= 100_000 ? Math.min(rounds, 3) : rounds);
    results.cycles.push(cycle);
    console.log(cycleTable(cycle));
  }
}
if (wanted.has('listing')) {
  for (const size of numbers(values.listing)) {
    const listing = await measureListing(size, Math.min(rounds, 3));
    results.listings.push(listing);
    console.log(listingTable(listing));
  }
}
if (wanted.has('client')) {
  results.client = await measureClient(30_000, rounds);
  console.log(clientTable(results.client));
}
if (wanted.has('csv')) {
  for (const rows of numbers(values.csv)) {
    const csv = await benchCsv({ rows, rounds: Math.min(rounds, 3) });
    if (csv === null) continue;
    results.csv.push(csv);
    console.log(csvTable(csv));
  }
}
if (wanted.has('reports')) {
  for (const rows of numbers(values.reports)) {
    const reports = await measureReports(rows);
    results.reports.push(reports);
    console.log(reportsTable(reports));
  }
}
if (wanted.has('adaptive')) {
  results.adaptive = measureAdaptive({
    seeds: numbers(values.seeds),
    size: Number(values.fleet),
    weeks: Number(values.weeks),
    intervals: numbers(values.intervals),
  });
  console.log(adaptiveTable(results.adaptive));
}
if (wanted.has('push')) {
  results.push = measurePush({
    seeds: numbers(values.seeds),
    size: Number(values.fleet),
    weeks: Number(values.weeks),
    intervals: [24, 6],
  });
  console.log(pushTable(results.push));
}
if (wanted.has('page')) {
  for (const size of numbers(values.page)) {
    const pages = await measurePages(size);
    results.pages.push(pages);
    console.log(pageTable(pages));
  }
}
if (wanted.has('first-alerts')) {
  for (const size of numbers(values['first-alerts'])) {
    const first = await measureFirstAlerts(size, REQUESTS_PER_SECOND);
    results.firstAlerts.push(first);
    console.log(firstAlertsTable(first));
  }
}
if (wanted.has('responsive')) {
  for (const size of numbers(values.responsive)) {
    const responsiveness = await measureResponsiveness(size);
    results.responsiveness.push(responsiveness);
    console.log(responsivenessTable(responsiveness));
  }
}
if (wanted.has('scale')) {
  results.scale = await measureScale({
    ...SHARING,
    workers: numbers(values.workers),
    sizes: numbers(values.scale),
    rounds: Math.min(rounds, 3),
  });
  if (results.scale !== null) console.log(scaleTable(results.scale));
}
if (wanted.has('start')) {
  results.start = await measureStart(numbers(values.idle), rounds * STARTS_PER_ROUND);
  console.log(startTable(results.start));
}
const goals = goalsOf(results);
console.log(goalsTable(goals));

const file = new URL('results/latest.json', import.meta.url);
mkdirSync(new URL('.', file), { recursive: true });
const former = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const measured = Object.entries(results).filter(([, result]) => result !== null && result.length !== 0);
const at = new Date().toISOString();
const merged = {
  ...former,
  machine,
  rounds,
  ...Object.fromEntries(measured),
  measuredAt: { ...former.measuredAt, ...Object.fromEntries(measured.map(([what]) => [what, at])) },
};
writeFileSync(file, `${JSON.stringify(merged, null, 2)}\n`);

if (values.check) {
  const worse = fallen(goals);
  for (const one of worse) console.error(`worse than stored by more than a tenth: ${one}`);
  if (worse.length > 0) process.exitCode = 1;
}
if (values.store) storeRatios(goals, machine);

/** The program is measured as it is installed: in one bundle, which starts faster than its modules one by one. */
function bundleProgram() {
  const bundler = fileURLToPath(new URL('../apps/daemon/packaging/bundle.js', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [bundler]);
  if (status !== 0) throw new Error(`the program could not be bundled: ${stderr}`);
}
