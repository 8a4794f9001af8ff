import type { Seconds } from '@roamwatch/core';
import type { Dispatcher } from 'undici';
import type { Operation, Reason, RoamifyError } from './errors.js';
import type { RequestOutcome } from './pacing/breaker.js';

/** Options of `createRoamifyClient`, which throws a `TypeError` for a value it cannot work with. */
export interface RoamifyClientOptions {
  /** `https://api.getroamify.com`, or another server that implements the same contract. */
  readonly baseUrl: string;
  /**
   * The bearer token. A function is called before every request, so that a rotated token is picked up; it has the
   * time of that request.
   */
  readonly token: string | (() => string | Promise<string>);
  /** Requests started per second, all calls together. Default 5. */
  readonly requestsPerSecond?: number;
  /** Requests in flight, all calls together: 1 to 10,000. Default 4. */
  readonly concurrency?: number;
  /** Requests started in any hour, all calls together: 1 to 10,000,000. Default: no such limit. */
  readonly requestsPerHour?: number;
  /** Requests an earlier process made within the hour: they count towards `requestsPerHour`. */
  readonly requestsBefore?: readonly RequestsBefore[];
  /** Repetitions of a call that failed temporarily: 0 to 100. Apply is never repeated. Default 2. */
  readonly retries?: number;
  /** Consecutive calls without an answer after which the provider gets no requests for a while. Default 10. */
  readonly breakAfter?: number;
  /** Takes the place of `requestsPerSecond`, `requestsPerHour`, `requestsBefore` and `breakAfter`. */
  readonly permits?: Permits;
  readonly timeouts?: Timeouts;
  /** The `User-Agent` of every request. Default `roamwatch-client`. */
  readonly userAgent?: string;
  /** Certificates (PEM) of private authorities to trust as well as the well-known ones. */
  readonly caCertificates?: string | readonly string[];
  /**
   * Sends the requests, instead of connections that honour HTTP_PROXY, HTTPS_PROXY and NO_PROXY; `caCertificates` are
   * then its own matter. Any dispatcher of undici 7 or later, a `MockAgent` too. It stays open when the client is closed.
   */
  readonly dispatcher?: Dispatcher;
  /**
   * Sends the requests instead, for a `fetch` that traces, records or answers by itself; proxies and `caCertificates` are then its
   * own matter. It is called with `redirect: 'manual'` and a signal. Costs several times the CPU of a dispatcher.
   */
  readonly fetch?: typeof globalThis.fetch;
  /**
   * Places as they are already written elsewhere, such as in a database, the first spelling first: a country goes by its
   * first one in every answer. Called before the first answer with places is read; what it throws is thrown by the call.
   */
  readonly knownPlaces?: () => Iterable<string> | Promise<Iterable<string>>;
  /** Functions called on the way of a call. */
  readonly hooks?: Hooks;
  /**
   * Is given a line for every request, answer, repetition and failure: URLs with ICCIDs, but neither tokens nor other
   * secrets. Without it the lines go to standard error where the environment has `NODE_DEBUG=roamwatch-client`.
   */
  readonly debug?: (line: string) => void;
}

/**
 * Called on the way of a call, and waited for if they return a promise. What they throw is thrown by the call as it is: it is
 * the caller's own, and neither repeated nor taken for a fault of the provider.
 */
export interface Hooks {
  /** Before every request, once it is its turn. If it throws, nothing is sent. */
  readonly before?: (request: RequestStart) => void | Promise<void>;
  /** After every request, answered or not; before it is sent again. */
  readonly after?: (request: RequestInfo) => void | Promise<void>;
  /**
   * With the error of every call of the API that failed for good, before it is thrown. `applyProfile` makes several calls:
   * one may fail while the whole succeeds. An argument that no request can carry is not reported.
   */
  readonly error?: (error: RoamifyError) => void | Promise<void>;
}

/** A request about to be sent. */
export interface RequestStart {
  readonly operation: Operation;
  readonly method: 'GET' | 'POST';
  /** With the query, and so the ICCID; without the token. */
  readonly url: string;
  /** From 1. */
  readonly attempt: number;
}

/**
 * Limits that several processes share, such as through a database. A client that has them leaves the pace, the pauses that the
 * provider requires and the rests of its circuit breaker to them; `concurrency` stays its own.
 */
export interface Permits {
  /**
   * Resolves with null when the next request may start, or with why it may not for a while. Rejects with the reason of a signal
   * that aborts; what else it throws is thrown by the call.
   */
  enter(...signals: readonly (AbortSignal | undefined)[]): Promise<NotPermitted | null>;
  /** Called after every request. Must not throw. */
  learn(outcome: RequestOutcome): void;
  /** The provider wants no requests for so long. Must not throw. */
  pause(milliseconds: number): void;
}

/** Why no request may start for so many milliseconds. */
export interface NotPermitted {
  /** A pause that the provider requires, `requestsPerHour`, or the circuit breaker. */
  readonly brake: 'provider' | 'per-hour' | 'breaker';
  readonly waitMs: number;
}

/** Requests that were made at one moment before the client was created. */
export interface RequestsBefore {
  readonly secondsAgo: Seconds;
  readonly count: number;
}

/** Each is the limit of one whole exchange: reading the token, connecting, waiting, and reading the body. */
export interface Timeouts {
  /** Default 30 s. */
  readonly request?: Seconds;
  /** For apply, which the provider documents with up to 90 s. Default 100 s. */
  readonly apply?: Seconds;
  /** For the list, including what the caller does between its parts. Default 300 s. */
  readonly list?: Seconds;
}

/** One request, for metrics. */
export interface RequestInfo {
  readonly operation: Operation;
  /** Null when there was no answer. */
  readonly httpStatus: number | null;
  /** From its start until the last byte of the answer, or the failure. */
  readonly durationMs: number;
  /** From 1. */
  readonly attempt: number;
  /** Null on success. */
  readonly error: Reason | null;
}

/** Options of every call. */
export interface CallOptions {
  /** Stops waiting, retrying and reading. */
  readonly signal?: AbortSignal;
}
