import type { Seconds } from '@roamwatch/core';
import type { Operation, Reason } from './errors.js';

export interface RoamifyClientOptions {
  /** `https://api.getroamify.com`, or another server that speaks the same contract. */
  readonly baseUrl: string;
  /** The bearer token; a function is asked before every request, so that a rotated token is picked up. */
  readonly token: string | (() => string | Promise<string>);
  /** Requests started per second, all calls together. Default 5. */
  readonly requestsPerSecond?: number;
  /** Requests in flight, all calls together. Default 4. */
  readonly concurrency?: number;
  /** Requests started in any hour, all calls together. Default: no such limit. */
  readonly requestsPerHour?: number;
  /** Requests a former process made within the hour: they count towards `requestsPerHour`. */
  readonly requestsBefore?: readonly RequestsBefore[];
  /** How often a call that failed temporarily is repeated. Apply never is. Default 2. */
  readonly retries?: number;
  /** Calls in a row that may go unanswered before the provider is left alone for a while. Default 10. */
  readonly breakAfter?: number;
  readonly timeouts?: Timeouts;
  readonly userAgent?: string;
  /** Told of every request, answered or not. Must not throw. */
  readonly onRequest?: (request: RequestInfo) => void;
}

export interface RequestsBefore {
  readonly secondsAgo: Seconds;
  readonly count: number;
}

export interface Timeouts {
  /** A whole exchange, connecting included. Default 30 s. */
  readonly request?: Seconds;
  /** The same for apply, which the provider documents with up to 90 s. Default 100 s. */
  readonly apply?: Seconds;
  /** For the list: until its answer begins, and between any two parts of it. Default 120 s. */
  readonly list?: Seconds;
}

/** One request, for metrics. */
export interface RequestInfo {
  readonly operation: Operation;
  /** Null when there was no answer. */
  readonly httpStatus: number | null;
  readonly durationMs: number;
  /** From 1. */
  readonly attempt: number;
  /** Null on success. */
  readonly error: Reason | null;
}

export interface CallOptions {
  /** Gives up waiting, retrying and reading. */
  readonly signal?: AbortSignal;
}
