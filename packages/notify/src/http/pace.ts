import { setTimeout as sleep } from 'node:timers/promises';

/** Runs work one at a time, and leaves at least `minIntervalMs` of real time between an end and the next start. */
export class Pace {
  readonly #minIntervalMs: number;
  #last: Promise<unknown> = Promise.resolve();
  #freeAtMs = 0;

  constructor(minIntervalMs: number) {
    this.#minIntervalMs = minIntervalMs;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(async () => {
      await sleep(Math.max(0, this.#freeAtMs - performance.now()));
      try {
        return await work();
      } finally {
        this.#freeAtMs = performance.now() + this.#minIntervalMs;
      }
    });
    this.#last = result.catch(() => {});
    return result;
  }
}
