/**
 * `npm run bench -- [--sizes 1000,10000] [--listing 100000] [--csv 1000000] [--rounds 5]
 *   [--only cycle,listing,client,csv]`
 *
 * Starts what it needs itself. Prints tables and writes them as JSON to bench/results/latest.json.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { clientTable, csvTable, cycleTable, goalsTable, listingTable } from './measure/tables.js';
import { measureClient } from './sections/client.js';
import { benchCsv } from './sections/csv.js';
import { measureCycles } from './sections/cycle.js';
import { measureListing } from './sections/listing.js';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    listing: { type: 'string', default: '100000,1000000' },
    csv: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'cycle,listing,client,csv' },
  },
});
const numbers = (text) => text.split(',').map(Number);
const rounds = Number(values.rounds);
const wanted = new Set(values.only.split(','));

const results = {
  at: new Date().toISOString(),
  machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.version },
  rounds,
  cycles: [],
  listings: [],
  client: null,
  csv: [],
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
console.log(goalsTable(results));

const folder = new URL('results/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('latest.json', folder), `${JSON.stringify(results, null, 2)}\n`);
