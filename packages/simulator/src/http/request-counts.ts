import type { OperationName } from '../wire/operation.js';

/** Number of requests of each operation; `unknown`: anything else. */
export type RequestCounts = Record<OperationName | 'unknown', number>;
