/** `node bench/adaptive.js [--seeds 1,2,3] [--size 1600] [--weeks 4] [--intervals 48,24,12,6]` after `pnpm compile`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { adaptiveTable } from './measure/adaptive-table.js';
import { measureAdaptive } from './sections/adaptive.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    size: { type: 'string', default: '1600' },
    weeks: { type: 'string', default: '4' },
    intervals: { type: 'string', default: '48,24,12,6' },
  },
});
const numbers = (text) => text.split(',').map(Number);
const measured = measureAdaptive({
  seeds: numbers(values.seeds),
  size: Number(values.size),
  weeks: Number(values.weeks),
  intervals: numbers(values.intervals),
});
console.log(adaptiveTable(measured));

const folder = new URL('results/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('adaptive.json', folder), `${JSON.stringify(measured, null, 2)}\n`);
