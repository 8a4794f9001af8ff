/** The program for running it inside another process: the demo and the tests do. */

export { table } from './cli/terminal/table.js';
export * from './config/index.js';
export type { Context, ContextOptions } from './context.js';
export { createContext } from './create-context.js';
export { type Readiness, readiness } from './http/readiness.js';
export { type HttpServer, startHttp } from './http/server.js';
export { createLog, type Logger, silentLog } from './log.js';
export { createMetrics, type Metrics } from './metrics/metrics.js';
export { type DaemonOptions, runDaemon } from './run-daemon.js';
