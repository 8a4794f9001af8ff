import type { RoamifyError } from './errors.js';
import { callersOwn } from './failure/callers-error.js';
import type { Hooks, RequestInfo, RequestStart } from './options.js';

/** Nothing to wait for, or a promise of a hook. */
type Waiting = Promise<unknown> | undefined;

/**
 * Tells the caller's hooks and debug log what happens. What one of them throws comes as `CallersError`, so that it is not
 * taken for a fault of the network.
 */
export class Observer {
  /** Whether anybody wants to know before a request is sent. */
  readonly watchesSending: boolean;

  constructor(
    readonly hooks: Hooks,
    readonly debug: ((line: string) => void) | undefined,
  ) {
    this.watchesSending = hooks.before !== undefined || debug !== undefined;
  }

  /** A request is about to be sent. */
  sending(start: RequestStart): Waiting {
    this.#log(() => `${start.operation}: ${start.method} ${start.url}`);
    return callersOwn(() => this.hooks.before?.(start));
  }

  /** A request ended, answered or not. */
  ended(info: RequestInfo, error: RoamifyError | null): Waiting {
    this.#log(() => {
      const after = `after ${Math.round(info.durationMs)} ms (attempt ${info.attempt})`;
      return error === null
        ? `${info.operation}: HTTP ${info.httpStatus} ${after}`
        : `${info.operation}: ${error.reason} ${after}: ${error.message}`;
    });
    return callersOwn(() => this.hooks.after?.(info));
  }

  /** A call failed for good. */
  failed(error: RoamifyError, attempts: number): Waiting {
    this.#log(
      () =>
        `${error.operation}: failed after ${attempts === 1 ? '1 attempt' : `${attempts} attempts`}: ${error.message}`,
    );
    return callersOwn(() => this.hooks.error?.(error));
  }

  repeating(error: RoamifyError, waitMs: number): void {
    this.#log(() => `${error.operation}: sent again in ${Math.round(waitMs)} ms`);
  }

  #log(line: () => string): void {
    const { debug } = this;
    if (debug !== undefined) void callersOwn(() => debug(line()));
  }
}
