/** The parts of the program for running it inside another process: the demo and the tests do. */

export { table } from './cli/table.js';
export type { Clock } from './clock.js';
export * from './config/index.js';
export { type Context, createContext } from './context.js';
export { everyMinute } from './jobs/every-minute.js';
export { type CycleResult, pollCycle } from './jobs/poll/cycle.js';
export type { CycleSummary } from './jobs/poll/summary.js';
export { runDaemon } from './jobs/run.js';
export { createLog, type Logger, silentLog } from './log.js';
