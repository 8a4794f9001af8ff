/**
 * Closes a month in this process, as the daemon does, and prints as JSON how long that took, the longest that anything else
 * had to wait meanwhile, and the peak of the memory in MB.
 *
 * A wait on the clock counts what else the machine does as well. The longest stretch of this thread's own CPU between two
 * turns of the event loop does not: it is what closing itself makes others wait.
 */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { closeMonth } from '@roamwatch/monitor';
import { openStore } from '@roamwatch/store';

const [database, month] = process.argv.slice(2);
const now = Date.UTC(2026, 2, 1) / 1_000;
const store = openStore({ file: database, now: () => now });
const delay = monitorEventLoopDelay({ resolution: 1 });
let isClosing = true;
let longestStretchMs = 0;
let before = cpuMs();
const turn = () => {
  const now = cpuMs();
  longestStretchMs = Math.max(longestStretchMs, now - before);
  before = now;
  if (isClosing) setImmediate(turn);
};
// The measurement begins with a new turn of the event loop.
await new Promise(setImmediate);
delay.enable();
before = cpuMs();
setImmediate(turn);
const started = performance.now();
const { usageRows, purchaseRows } = await closeMonth({ store, now, timeZone: 'UTC' }, month);
const wallS = (performance.now() - started) / 1_000;
isClosing = false;
delay.disable();
await store.close();
const ms = (nanoseconds) => nanoseconds / 1e6;
console.log(
  JSON.stringify({
    usageRows,
    purchaseRows,
    wallS,
    longestStretchMs,
    longestWaitMs: ms(delay.max),
    p99WaitMs: ms(delay.percentile(99)),
    peakMb: process.resourceUsage().maxRSS / 1_024,
  }),
);

function cpuMs() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
