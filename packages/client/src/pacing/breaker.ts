const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 120_000;

/**
 * Stops asking a provider that does not answer. After `threshold` failures in a row it rests, then lets one call
 * through as a probe; a failed probe doubles the rest. The clock is passed in, in milliseconds.
 */
export class Breaker {
  #failures = 0;
  #restMs = FIRST_REST_MS;
  #openUntil: number | null = null;
  #probing = false;

  constructor(readonly threshold: number) {}

  /** Milliseconds until the next call is let through; 0: this one is. */
  waitMs(now: number): number {
    if (this.#openUntil === null) return 0;
    if (now < this.#openUntil) return this.#openUntil - now;
    if (this.#probing) return this.#restMs;
    this.#probing = true;
    return 0;
  }

  /** The provider answered, with whatever. */
  answered(): void {
    this.#failures = 0;
    this.#restMs = FIRST_REST_MS;
    this.#openUntil = null;
    this.#probing = false;
  }

  /** The provider did not answer, or said that it cannot. */
  failed(now: number): void {
    this.#failures += 1;
    if (this.#probing) this.#restMs = Math.min(LONGEST_REST_MS, this.#restMs * 2);
    if (this.#probing || (this.#openUntil === null && this.#failures >= this.threshold)) {
      this.#openUntil = now + this.#restMs;
    }
    this.#probing = false;
  }

  /** The call was given up before anything could be told: the next one may probe. */
  undecided(): void {
    this.#probing = false;
  }
}
