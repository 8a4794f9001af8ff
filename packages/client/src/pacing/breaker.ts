const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 120_000;

/** While the provider did something else within this time, its error may concern one request alone. */
const TRUSTED_MS = 60_000;

/**
 * A circuit breaker: sends nothing to a provider that does not answer. After `threshold` consecutive failures it rests,
 * then lets one call through as a probe; a failed probe doubles the rest. The clock is passed in, in milliseconds.
 */
export class Breaker {
  #failures = 0;
  #restMs = FIRST_REST_MS;
  #openUntil: number | null = null;
  #probing = false;
  #answeredAt = Number.NEGATIVE_INFINITY;

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
  answered(now = Number.NEGATIVE_INFINITY): void {
    this.#answeredAt = now;
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

  /**
   * The provider answered with an error that can be temporary for all requests or permanent for this one. It counts as
   * a failure only where nothing else has worked lately: a few eSIMs it cannot serve must not cost the rest.
   */
  doubtful(now: number): void {
    if (this.#probing || now - this.#answeredAt > TRUSTED_MS) this.failed(now);
  }

  /** The call was abandoned before anything was known: the next one may probe. */
  undecided(): void {
    this.#probing = false;
  }
}
