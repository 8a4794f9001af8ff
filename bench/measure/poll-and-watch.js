/**
 * Polls the fleet of a configuration once, as the daemon does, and serves HTTP meanwhile. Prints the address, and at the end as
 * JSON how long the event loop was delayed: on the clock, which counts what else the machine does as well, and as the longest
 * stretch of this thread's own CPU between two turns of the loop.
 */
import { pollCycle } from '@roamwatch/monitor';
import v8Flags from 'roamwatch/bin/v8-flags.js';
import { createContext, createMetrics, loadConfig, silentLog, startHttp } from 'roamwatch/dist/index.js';
import { watchTurns } from './turns.js';

v8Flags.setFlags();
const config = loadConfig(process.argv[2], {});
const ctx = await createContext(config, { log: silentLog() });
const server = await startHttp(config.http, { current: () => ctx, metrics: createMetrics() });
console.log(server.url);
const endWatch = await watchTurns();
const { summary } = await pollCycle(ctx);
const waits = endWatch();
await server.close();
await ctx.close();
console.log(JSON.stringify({ polled: summary.polled, ...waits }));
