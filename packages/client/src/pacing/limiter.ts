import { onAbort } from '../cancellation.js';
import type { Brake, Pace } from './pace.js';

/** Waiting this long or longer inside a call helps nobody: the call is refused instead. */
export const LONGEST_WAIT_MS = 120_000;

/** A request that was not made, because it could not start soon. */
export class TooLongToWait extends Error {
  constructor(
    readonly brake: Brake,
    readonly waitMs: number,
  ) {
    super(`the next request may start in ${Math.ceil(waitMs / 1000)} s (${brake})`);
  }
}

interface Waiter {
  readonly start: () => void;
  readonly refuse: (error: unknown) => void;
}

/** Lets calls through in order, at most `concurrency` at a time and no faster than `pace` allows. */
export class Limiter {
  readonly #queue: Waiter[] = [];
  #running = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    readonly concurrency: number,
    readonly pace: Pace,
    readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Waits for a turn; null where there is nothing to wait for. Every turn must be returned by `leave`. Throws, or rejects with,
   * {@link TooLongToWait} or the reason of a signal.
   */
  enter(signal?: AbortSignal, closing?: AbortSignal): Promise<void> | null {
    signal?.throwIfAborted();
    const now = this.now();
    if (this.#queue.length > 0 || this.#startable(now) !== 0) return this.#queued(signal, closing);
    this.#take(now);
    return null;
  }

  leave(): void {
    this.#running -= 1;
    this.#admit();
  }

  /** Starts nothing for a while, as the provider requires. */
  pause(milliseconds: number): void {
    this.pace.pauseUntil(this.now() + milliseconds);
  }

  #queued(signal: AbortSignal | undefined, closing: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        start: () => {
          forget();
          resolve();
        },
        refuse: (error) => {
          forget();
          reject(error);
        },
      };
      const leaveFor = (stopped: AbortSignal | undefined) =>
        onAbort(stopped, () => {
          const place = this.#queue.indexOf(waiter);
          if (place >= 0) this.#queue.splice(place, 1);
          forget();
          reject(stopped?.reason);
        });
      const callOffs = [leaveFor(signal), leaveFor(closing)];
      const forget = () => {
        for (const callOff of callOffs) callOff();
      };
      this.#queue.push(waiter);
      this.#admit();
    });
  }

  /** Milliseconds until a request may start; null while all turns are taken. */
  #startable(now: number): number | null {
    if (this.#running >= this.concurrency) return null;
    return Math.max(0, this.pace.next().at - now);
  }

  #take(now: number): void {
    this.#running += 1;
    this.pace.take(now);
  }

  #admit(): void {
    while (this.#queue.length > 0) {
      const now = this.now();
      const wait = this.#startable(now);
      if (wait === null) return;
      if (wait > 0) {
        this.#wait(wait);
        return;
      }
      this.#take(now);
      this.#queue.shift()?.start();
    }
  }

  #wait(milliseconds: number): void {
    if (milliseconds >= LONGEST_WAIT_MS) this.#refuseAll(milliseconds);
    else if (this.#timer === null) this.#wakeIn(milliseconds);
  }

  #wakeIn(milliseconds: number): void {
    // Slightly late, so that several pollers do not fall into step.
    const jitter = Math.random() * Math.min(50, milliseconds / 4);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#admit();
    }, milliseconds + jitter);
  }

  #refuseAll(milliseconds: number): void {
    const { brake } = this.pace.next();
    for (const waiter of this.#queue.splice(0)) waiter.refuse(new TooLongToWait(brake, milliseconds));
  }
}
