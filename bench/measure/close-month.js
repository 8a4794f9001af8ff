/**
 * Closes a month in this process, as the daemon does, and prints as JSON how long that took, the longest that anything else
 * had to wait meanwhile, and the peak of the memory in MB.
 *
 * A wait on the clock counts what else the machine does as well. The longest stretch of this thread's own CPU between two
 * turns of the event loop does not: it is what closing itself makes others wait.
 */
import { performance } from 'node:perf_hooks';
import { closeMonth } from '@roamwatch/monitor';
import { openStore } from '@roamwatch/store';
import { watchTurns } from './turns.js';

const [database, month] = process.argv.slice(2);
const now = Date.UTC(2026, 2, 1) / 1_000;
const store = openStore({ file: database, now: () => now });
const endWatch = await watchTurns();
const started = performance.now();
const { usageRows, purchaseRows } = await closeMonth({ store, now, timeZone: 'UTC' }, month);
const wallS = (performance.now() - started) / 1_000;
const { longestStretchMs, p99Ms, worstMs } = endWatch();
await store.close();
console.log(
  JSON.stringify({
    usageRows,
    purchaseRows,
    wallS,
    longestStretchMs,
    longestWaitMs: worstMs,
    p99WaitMs: p99Ms,
    peakMb: process.resourceUsage().maxRSS / 1_024,
  }),
);
