import { sleep } from './cancellation.js';
import { type Operation, RoamifyError } from './errors.js';
import { aborted, failureOfStatus, failureOfThrown } from './failure/failure.js';
import type { RequestInfo } from './options.js';
import { backoffMs, worthRepeating } from './pacing/backoff.js';
import type { Breaker } from './pacing/breaker.js';
import { type Limiter, TooLongToWait } from './pacing/limiter.js';

/** What openapi-fetch gives back, as far as this needs it. */
export interface Answer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: {
    readonly ok: boolean;
    readonly status: number;
    readonly headers: { get(name: string): string | null };
  };
}

interface Question {
  readonly operation: Operation;
  readonly signal: AbortSignal | undefined;
  /** How often to repeat it after a temporary failure; 0 for what must not be sent twice. */
  readonly retries: number;
  readonly send: () => Promise<Answer>;
}

export interface WholeQuestion<T> extends Question {
  /** Reads a 2xx answer; throws a `RoamifyError` if it is none. */
  readonly read: (data: unknown) => T;
}

export interface StreamedQuestion<T> extends Question {
  /** Reads a 2xx answer part by part. */
  readonly read: (data: unknown) => AsyncIterable<T>;
}

/** Puts questions to the provider: politely, again when that may help, and with every failure told as one kind of error. */
export class Caller {
  constructor(
    readonly limiter: Limiter,
    readonly breaker: Breaker,
    readonly onRequest: ((request: RequestInfo) => void) | undefined,
  ) {}

  /** Throws only {@link RoamifyError}. */
  async ask<T>(question: WholeQuestion<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#enter(question);
        return await this.#askOnce(question, attempt);
      } catch (thrown) {
        await this.#beforeRepeating(question, attempt, thrown);
      }
    }
  }

  /** Like `ask`, but what was given away cannot be taken back: only a first part that fails is asked for again. */
  async *stream<T>(question: StreamedQuestion<T>): AsyncGenerator<T, void> {
    for (let attempt = 1; ; attempt++) {
      let begun = false;
      try {
        await this.#enter(question);
        for await (const part of this.#streamOnce(question, attempt)) {
          begun = true;
          yield part;
        }
        return;
      } catch (thrown) {
        await this.#beforeRepeating(begun ? { ...question, retries: 0 } : question, attempt, thrown);
      }
    }
  }

  async #askOnce<T>(question: WholeQuestion<T>, attempt: number): Promise<T> {
    const attempted = new Attempt(question, attempt);
    try {
      return question.read(attempted.accepted(await question.send()));
    } catch (thrown) {
      throw attempted.failed(thrown);
    } finally {
      this.#leave(attempted);
    }
  }

  async *#streamOnce<T>(question: StreamedQuestion<T>, attempt: number): AsyncGenerator<T, void> {
    const attempted = new Attempt(question, attempt);
    try {
      yield* question.read(attempted.accepted(await question.send()));
    } catch (thrown) {
      throw attempted.failed(thrown);
    } finally {
      this.#leave(attempted);
    }
  }

  /** Takes a turn; every turn ends in `#leave`. */
  async #enter({ operation, signal }: Question): Promise<void> {
    await this.limiter.enter(signal);
    const wait = this.breaker.waitMs(performance.now());
    if (wait === 0) return;
    this.limiter.leave();
    throw new RoamifyError('circuit-open', 'not asked: the provider did not answer several times running', {
      operation,
      retryAfter: Math.ceil(wait / 1000),
    });
  }

  #leave(attempted: Attempt): void {
    this.#learn(attempted.error);
    this.limiter.leave();
    this.onRequest?.(attempted.info());
  }

  #learn(error: RoamifyError | null): void {
    if (error?.reason === 'aborted') this.breaker.undecided();
    else if (error !== null && UNANSWERED.has(error.reason)) this.breaker.failed(performance.now());
    else this.breaker.answered();
    if (error !== null && error.retryAfter !== null) {
      this.limiter.pause(Math.min(error.retryAfter, LONGEST_QUIET) * 1000);
    }
  }

  /** Waits until the question may be put again; throws if it must not. */
  async #beforeRepeating(question: Question, attempt: number, thrown: unknown): Promise<void> {
    const error = explain(question, thrown);
    if (attempt > question.retries || !worthRepeating(error, attempt)) throw error;
    try {
      await sleep(backoffMs(attempt, error.retryAfter, Math.random()), question.signal);
    } catch {
      throw aborted(question.operation);
    }
  }
}

/** One request on its way, and what became of it. */
class Attempt {
  readonly #started = performance.now();
  #httpStatus: number | null = null;
  error: RoamifyError | null = null;

  constructor(
    readonly question: Question,
    readonly attempt: number,
  ) {}

  /** The data of a 2xx answer. */
  accepted({ data, error, response }: Answer): unknown {
    const { status, ok, headers } = response;
    this.#httpStatus = status;
    if (ok) return data;
    throw failureOfStatus(this.question.operation, status, error, headers.get('retry-after'));
  }

  failed(thrown: unknown): RoamifyError {
    const { operation, signal } = this.question;
    this.error = signal?.aborted ? aborted(operation) : failureOfThrown(operation, thrown, this.#httpStatus);
    return this.error;
  }

  info(): RequestInfo {
    return {
      operation: this.question.operation,
      httpStatus: this.error?.httpStatus ?? this.#httpStatus,
      durationMs: performance.now() - this.#started,
      attempt: this.attempt,
      error: this.error?.reason ?? null,
    };
  }
}

function explain({ operation, signal }: Question, thrown: unknown): RoamifyError {
  if (thrown instanceof RoamifyError) return thrown;
  if (signal?.aborted) return aborted(operation);
  if (thrown instanceof TooLongToWait) return refusal(operation, thrown);
  return failureOfThrown(operation, thrown, null);
}

/** Seconds. A nonsensical `Retry-After` must not silence us for ever. */
const LONGEST_QUIET = 3_600;

const UNANSWERED: ReadonlySet<string> = new Set(['network', 'timeout', 'unavailable']);

function refusal(operation: Operation, { brake, waitMs }: TooLongToWait): RoamifyError {
  const retryAfter = Math.ceil(waitMs / 1000);
  return brake === 'provider'
    ? new RoamifyError('rate-limited', `not asked: the provider wants quiet for ${retryAfter} s`, {
        operation,
        retryAfter,
      })
    : new RoamifyError('budget-spent', `not asked: the hour's requests are used up for ${retryAfter} s`, {
        operation,
        retryAfter,
      });
}
