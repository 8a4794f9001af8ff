import { onAbort } from '../cancellation.js';
import { DeadlinePassed } from '../failure/failure.js';

/** The signals that may end an exchange early. */
export interface Limits {
  /** Of the whole exchange, in milliseconds: until the last byte of the body. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
  /** Aborts when the client is closed. */
  readonly closing: AbortSignal;
}

/** Runs `stop` when the deadline passes or a signal aborts, and returns how to call that off. */
export function stopAt({ deadlineMs, signal, closing }: Limits, stop: (error: Error) => void): () => void {
  const timer = setTimeout(() => stop(new DeadlinePassed(deadlineMs)), deadlineMs);
  const abort = () => stop(new Error('aborted'));
  const forgetSignal = onAbort(signal, abort);
  const forgetClosing = onAbort(closing, abort);
  return () => {
    clearTimeout(timer);
    forgetSignal();
    forgetClosing();
  };
}

/** Stops waiting for `promise` when the deadline passes or a signal aborts. */
export function within<T>(limits: Limits, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const callOff = stopAt(limits, reject);
    promise.then(resolve, reject).finally(callOff);
  });
}
