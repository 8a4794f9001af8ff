import type { OperationName } from '../wire/operation.js';

/** How often each operation was requested; `unknown`: anything else. */
export type RequestCounts = Record<OperationName | 'unknown', number>;
