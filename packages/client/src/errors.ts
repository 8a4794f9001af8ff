import type { Seconds } from '@roamwatch/core';

/** The calls of the API, as errors and metrics name them. */
export type Operation =
  | 'apply'
  | 'usage'
  | 'usage-details'
  | 'topup-packages'
  | 'packages-history'
  | 'esim-by-iccid'
  | 'esim-by-id'
  | 'list'
  | LaterOperation;

/** Those of `client.later`. */
export type LaterOperation = 'order-topup' | 'order' | 'balance' | 'events';

/**
 * Why a call gave no result. A closed set:
 * - `unauthorized` (401), `forbidden` (403): the token was refused, or there is none; repeating the call is pointless.
 * - `bad-request` (400, 422 and other 4xx), `not-found` (404): the request itself is wrong.
 * - `rate-limited` (429), `unavailable` (5xx), `timeout` (ours, or 408 and 504), `network`: temporary. A 500 can be
 *   permanent for one request.
 * - `certificate`: the server's certificate was not accepted. Nothing was sent.
 * - `redirected` (3xx): never followed, the token must not go elsewhere. Usually a wrong base URL.
 * - `unreadable`: not JSON, not what the operation answers, or larger than an answer can be (then `tooLarge`).
 * - `failed`: HTTP 200 with a `status` that is not `success`.
 * - `pending`: the profile is still being generated.
 * - `circuit-open`, `budget-spent`: not sent, to spare the provider or the budget; see `retryAfter`.
 * - `aborted`: the caller's signal, or `close()`.
 */
export type Reason =
  | 'unauthorized'
  | 'forbidden'
  | 'bad-request'
  | 'not-found'
  | 'rate-limited'
  | 'unavailable'
  | 'timeout'
  | 'network'
  | 'certificate'
  | 'redirected'
  | 'unreadable'
  | 'failed'
  | 'pending'
  | 'circuit-open'
  | 'budget-spent'
  | 'aborted';

const TEMPORARY: ReadonlySet<Reason> = new Set([
  'rate-limited',
  'unavailable',
  'timeout',
  'network',
  'pending',
  'circuit-open',
  'budget-spent',
]);

/** Facts about a failure, besides its reason and message. */
export interface ErrorDetails {
  readonly operation: Operation;
  /** Null or left out: there was no answer. */
  readonly httpStatus?: number | null;
  /** The provider's `code`, if it sent one. */
  readonly code?: string | null;
  /** When to retry, counted from the failure. */
  readonly retryAfter?: Seconds | null;
  /** Overrides what the reason implies. */
  readonly temporary?: boolean;
  /** True when an answer was refused because of its size, length or nesting. */
  readonly tooLarge?: boolean;
  /** What was thrown on the way, without secrets. */
  readonly cause?: unknown;
  /** The provider's answer as text, without secrets. */
  readonly body?: string | null;
}

/** Adds the answer to an error thrown where only a part of it was known. */
let addAnswer: (error: RoamifyError, body: string) => void;

/** The one error of this client. Its message describes the failure and contains neither token nor secret. */
export class RoamifyError extends Error {
  override readonly name = 'RoamifyError';
  /** The kind of failure; decides `temporary`. */
  readonly reason: Reason;
  /** True when the same call may work later, unchanged. */
  readonly temporary: boolean;
  readonly operation: Operation;
  /** Null when there was no answer. */
  readonly httpStatus: number | null;
  /** The provider's `code`; null when it sent none. */
  readonly code: string | null;
  /** When to retry, counted from now; null when that is not known. */
  readonly retryAfter: Seconds | null;
  /** True when an answer was refused because it is larger, longer or more deeply nested than one can be. */
  readonly tooLarge: boolean;
  /** Private, so that a logger that writes out all fields of an error does not write whole answers. */
  #body: string | null;

  static {
    addAnswer = (error, body) => {
      error.#body ??= body;
    };
  }

  constructor(reason: Reason, message: string, details: ErrorDetails) {
    super(
      `${details.operation}: ${message}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.reason = reason;
    this.temporary = details.temporary ?? TEMPORARY.has(reason);
    this.operation = details.operation;
    this.httpStatus = details.httpStatus ?? null;
    this.code = details.code ?? null;
    this.retryAfter = details.retryAfter ?? null;
    this.tooLarge = details.tooLarge ?? false;
    this.#body = details.body ?? null;
  }

  /**
   * The provider's answer as text, at most its first 4,096 characters, for a report to the provider. Tokens, activation
   * codes, links, PIN, PUK and phone number are replaced by `[hidden]`. Null when there was no answer, or a list that
   * broke off.
   */
  get body(): string | null {
    return this.#body;
  }

  /** The token was refused: nothing else will work with it either. */
  get refused(): boolean {
    return this.reason === 'unauthorized' || this.reason === 'forbidden';
  }
}

/** The same error, with the answer it is about unless it has one. `body` must be without secrets. */
export function withAnswer(error: RoamifyError, body: string | null): RoamifyError {
  if (body !== null) addAnswer(error, body);
  return error;
}
