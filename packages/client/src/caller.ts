import { sleep } from './cancellation.js';
import { type Operation, RoamifyError, withAnswer } from './errors.js';
import { CallersError } from './failure/callers-error.js';
import { excerptOf } from './failure/excerpt.js';
import { aborted, failureOfStatus, failureOfThrown } from './failure/failure.js';
import type { KnownSecrets } from './failure/known-secrets.js';
import type { Observer } from './hooks.js';
import type { NotPermitted, Permits, RequestInfo } from './options.js';
import { backoffMs, worthRepeating } from './pacing/backoff.js';
import type { Breaker, RequestOutcome } from './pacing/breaker.js';
import { type Limiter, TooLongToWait } from './pacing/limiter.js';

/** The result of openapi-fetch, as far as it is needed here. */
export interface Answer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: {
    readonly ok: boolean;
    readonly status: number;
    readonly headers: { get(name: string): string | null };
    /** What of its body was read, as text. */
    wasRead?(): string | null;
  };
}

interface Call {
  readonly operation: Operation;
  readonly signal: AbortSignal | undefined;
  /** Repetitions after a temporary failure; 0 for a request that must not be sent twice. */
  readonly retries: number;
  readonly send: () => Promise<Answer>;
}

export interface WholeCall<T> extends Call {
  /** Reads a 2xx answer; throws a `RoamifyError` if it is none. */
  readonly read: (data: unknown) => T;
}

export interface StreamedCall<T> extends Call {
  /** Reads a 2xx answer part by part. */
  readonly read: (data: unknown) => AsyncIterable<T>;
}

/** The state that all calls of a client share. */
export interface CallerParts {
  readonly limiter: Limiter;
  /** Null where permits are shared, and with them what is known of the provider. */
  readonly breaker: Breaker | null;
  readonly permits: Permits | null;
  readonly secrets: KnownSecrets;
  /** Null: nobody looks on. */
  readonly observer: Observer | null;
  /** Aborts when the client is closed. */
  readonly closing: AbortSignal;
}

/** Makes calls: at the permitted rate, repeated when that may help, and with one kind of error for every failure. */
export class Caller {
  constructor(readonly parts: CallerParts) {}

  /** Throws {@link RoamifyError}; anything else is a bug, ours or of a hook. */
  async call<T>(call: WholeCall<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        const entering = this.#enter(call);
        if (entering !== null) await entering;
        return await this.#callOnce(call, attempt);
      } catch (thrown) {
        await this.#beforeRepeating(call, attempt, thrown);
      }
    }
  }

  /** Like `call`, but parts that were passed on cannot be withdrawn: only a first part that fails is requested again. */
  async *stream<T>(call: StreamedCall<T>): AsyncGenerator<T, void> {
    for (let attempt = 1; ; attempt++) {
      let begun = false;
      try {
        await this.#enter(call);
        for await (const part of this.#streamOnce(call, attempt)) {
          begun = true;
          yield part;
        }
        return;
      } catch (thrown) {
        await this.#beforeRepeating(begun ? { ...call, retries: 0 } : call, attempt, thrown);
      }
    }
  }

  async #callOnce<T>(call: WholeCall<T>, attempt: number): Promise<T> {
    const attempted = new Attempt(call, attempt, this.parts);
    try {
      return call.read(attempted.accepted(await call.send()));
    } catch (thrown) {
      throw attempted.failed(thrown);
    } finally {
      this.#leave(attempted);
      const reported = attempted.report();
      if (reported !== undefined) await reported;
    }
  }

  async *#streamOnce<T>(call: StreamedCall<T>, attempt: number): AsyncGenerator<T, void> {
    const attempted = new Attempt(call, attempt, this.parts);
    try {
      yield* call.read(attempted.accepted(await call.send()));
    } catch (thrown) {
      throw attempted.failed(thrown);
    } finally {
      this.#leave(attempted);
      const reported = attempted.report();
      if (reported !== undefined) await reported;
    }
  }

  /** Takes a turn; every turn ends in `#leave`. On the path of every call: null where there is nothing to wait for. */
  #enter(call: Call): Promise<void> | null {
    const { limiter, permits, closing } = this.parts;
    if (closing.aborted) throw aborted(call.operation);
    const turn = limiter.enter(call.signal, closing);
    if (turn !== null || permits !== null) return this.#enterLater(call, turn);
    this.#askBreaker(call);
    return null;
  }

  async #enterLater(call: Call, turn: Promise<void> | null): Promise<void> {
    const { permits, closing } = this.parts;
    await turn;
    this.#askBreaker(call);
    if (permits === null) return;
    try {
      const refused = await permits.enter(call.signal, closing);
      if (refused !== null) throw refusal(call.operation, refused);
    } catch (error) {
      this.parts.limiter.leave();
      throw error;
    }
  }

  /** Throws, and gives the turn back, where the provider rests. */
  #askBreaker({ operation }: Call): void {
    const { limiter, breaker } = this.parts;
    const waitMs = breaker?.waitMs(performance.now()) ?? 0;
    if (waitMs === 0) return;
    limiter.leave();
    throw refusal(operation, { brake: 'breaker', waitMs });
  }

  #leave(attempted: Attempt): void {
    this.#learn(attempted);
    this.parts.limiter.leave();
  }

  #learn({ error, isBug }: Attempt): void {
    const { breaker, permits, limiter } = this.parts;
    const outcome = isBug ? 'undecided' : outcomeOf(error);
    breaker?.learn(outcome, performance.now());
    permits?.learn(outcome);
    if (error !== null && error.retryAfter !== null) {
      const pauseMs = Math.min(error.retryAfter, LONGEST_PAUSE) * 1000;
      limiter.pause(pauseMs);
      permits?.pause(pauseMs);
    }
  }

  /** Waits until the call may be repeated; throws if it must not, and what a function of the caller threw as it is. */
  async #beforeRepeating(call: Call, attempt: number, thrown: unknown): Promise<void> {
    try {
      await this.#waitOrGiveUp(call, attempt, thrown);
    } catch (end) {
      throw end instanceof CallersError ? end.thrown : end;
    }
  }

  async #waitOrGiveUp(call: Call, attempt: number, thrown: unknown): Promise<void> {
    const error = this.#explain(call, thrown);
    if (attempt > call.retries || !worthRepeating(error, attempt)) return this.#giveUp(error, attempt);
    const waitMs = backoffMs(attempt, error.retryAfter, Math.random());
    this.parts.observer?.repeating(error, waitMs);
    try {
      await sleep(waitMs, call.signal, this.parts.closing);
    } catch (reason) {
      return this.#giveUp(aborted(call.operation, reason), attempt);
    }
  }

  async #giveUp(error: RoamifyError, attempts: number): Promise<never> {
    await this.parts.observer?.failed(error, attempts);
    throw error;
  }

  /** Translates the error that kept a request from being made, or made it fail. Throws any other error: a hook's error is not the provider's. */
  #explain({ operation, signal }: Call, thrown: unknown): RoamifyError {
    if (thrown instanceof RoamifyError) return thrown;
    if (thrown instanceof TooLongToWait) return refusal(operation, thrown);
    const { closing } = this.parts;
    const stopped = [signal, closing].some((one) => one?.aborted && thrown === one.reason);
    if (stopped) return aborted(operation, thrown);
    throw thrown;
  }
}

/** One request on its way, and what became of it. */
class Attempt {
  readonly #started = performance.now();
  #response: Answer['response'] | null = null;
  error: RoamifyError | null = null;
  /** It ended by a bug, ours or the caller's: it says nothing of the provider. */
  isBug = false;

  constructor(
    readonly call: Call,
    readonly attempt: number,
    readonly parts: CallerParts,
  ) {}

  /** The data of a 2xx answer. */
  accepted({ data, error, response }: Answer): unknown {
    const { status, ok, headers } = response;
    this.#response = response;
    if (ok) return data;
    const { secrets } = this.parts;
    throw failureOfStatus(this.call.operation, status, error, headers.get('retry-after'), secrets);
  }

  /** Throws what is a bug. */
  failed(thrown: unknown): RoamifyError {
    const { operation, signal } = this.call;
    const { closing, secrets } = this.parts;
    const stopped = [signal, closing].find((one) => one?.aborted);
    try {
      const error =
        stopped === undefined || thrown instanceof CallersError
          ? failureOfThrown(operation, thrown, this.#response?.status ?? null, secrets)
          : aborted(operation, stopped.reason);
      this.error = withAnswer(error, this.#answer());
      return this.error;
    } catch (bug) {
      this.isBug = true;
      throw bug;
    }
  }

  #answer(): string | null {
    const text = this.#response?.wasRead?.() ?? null;
    return text === null ? null : excerptOf(text, this.parts.secrets);
  }

  /** What a bug ended is not reported: it is thrown as it is. */
  report(): Promise<unknown> | undefined {
    const { observer } = this.parts;
    return this.isBug || observer === null ? undefined : observer.ended(this.info(), this.error);
  }

  info(): RequestInfo {
    return {
      operation: this.call.operation,
      httpStatus: this.error?.httpStatus ?? this.#response?.status ?? null,
      durationMs: performance.now() - this.#started,
      attempt: this.attempt,
      error: this.error?.reason ?? null,
    };
  }
}

/** Seconds. A nonsensical `Retry-After` must not silence us for ever. */
const LONGEST_PAUSE = 3_600;

const UNANSWERED: ReadonlySet<string> = new Set(['network', 'certificate', 'timeout', 'unavailable']);

function outcomeOf(error: RoamifyError | null): RequestOutcome {
  if (error === null) return 'answered';
  if (error.httpStatus === 500) return 'doubtful';
  if (UNANSWERED.has(error.reason)) return 'failed';
  return error.httpStatus === null ? 'undecided' : 'answered';
}

function refusal(
  operation: Operation,
  {
    brake,
    waitMs,
  }: { readonly brake: TooLongToWait['brake'] | NotPermitted['brake']; readonly waitMs: number },
): RoamifyError {
  const retryAfter = Math.ceil(waitMs / 1000);
  const details = { operation, retryAfter };
  switch (brake) {
    case 'breaker':
      return new RoamifyError(
        'circuit-open',
        'not sent: the provider did not answer several times running',
        details,
      );
    case 'provider':
      return new RoamifyError(
        'rate-limited',
        `not sent: the provider wants no requests for ${retryAfter} s`,
        details,
      );
    default:
      return new RoamifyError(
        'budget-spent',
        `not sent: the hourly request limit is reached for ${retryAfter} s`,
        details,
      );
  }
}
