/** Thrown by `waitFor` when fewer things arrived than waited for. */
export class TooFewArrivals extends Error {
  override readonly name = 'TooFewArrivals';
}

/** Keeps what arrives, in order, and lets a test wait for it. */
export class Arrivals<T> {
  readonly #kept: T[] = [];
  readonly #waiting = new Set<() => void>();

  get kept(): readonly T[] {
    return this.#kept;
  }

  add(thing: T): void {
    this.#kept.push(thing);
    for (const look of this.#waiting) look();
  }

  /**
   * Resolves with everything kept as soon as there are at least `count`.
   * @throws TooFewArrivals after `timeoutMs` milliseconds.
   */
  waitFor(count: number, timeoutMs = 30_000): Promise<readonly T[]> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new TooFewArrivals(`${this.#kept.length} of ${count} arrived within ${timeoutMs} ms`));
      }, timeoutMs);
      const look = () => {
        if (this.#kept.length < count) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(this.#kept);
      };
      this.#waiting.add(look);
      look();
    });
  }
}
