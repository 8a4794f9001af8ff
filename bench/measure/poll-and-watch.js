/**
 * Polls the fleet of a configuration once, as the daemon does, and serves HTTP meanwhile. Prints the address, and at the end as
 * JSON how long the event loop was delayed: on the clock, which counts what else the machine does as well, and as the longest
 * stretch of this thread's own CPU between two turns of the loop.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pollCycle } from '@roamwatch/monitor';
import { createContext, createMetrics, loadConfig, silentLog, startHttp } from 'roamwatch/dist/index.js';

const config = loadConfig(process.argv[2], {});
const ctx = await createContext(config, { log: silentLog() });
const server = await startHttp(config.http, { current: () => ctx, metrics: createMetrics() });
console.log(server.url);
const delay = monitorEventLoopDelay({ resolution: 1 });
const stretches = [];
let isUnderWay = true;
let before = cpuMs();
const turn = () => {
  const now = cpuMs();
  stretches.push(now - before);
  before = now;
  if (isUnderWay) setImmediate(turn);
};
await new Promise(setImmediate);
delay.enable();
before = cpuMs();
setImmediate(turn);
const { summary } = await pollCycle(ctx);
isUnderWay = false;
delay.disable();
await server.close();
await ctx.close();
const ms = (nanoseconds) => nanoseconds / 1e6;
console.log(
  JSON.stringify({
    polled: summary.polled,
    p50Ms: ms(delay.percentile(50)),
    p99Ms: ms(delay.percentile(99)),
    worstMs: ms(delay.max),
    longestStretchMs: stretches.reduce((longest, one) => Math.max(longest, one), 0),
  }),
);

function cpuMs() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
