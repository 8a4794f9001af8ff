import type { RequestsBefore } from '../options.js';

const HOUR_MS = 3_600_000;

/** Why the next request has to wait. */
export type Brake = 'per-second' | 'per-hour' | 'provider';

export interface NextStart {
  /** In milliseconds on the clock of the caller; may be in the past: then now is fine. */
  readonly at: number;
  readonly brake: Brake;
}

/**
 * When the next request may start, so that no second and no hour ever sees more than allowed. Pure bookkeeping: the
 * clock is passed in, in milliseconds, and must not run backwards.
 *
 * Law: in any span of T seconds at most `burst + T × perSecond` requests start, and in any hour at most `perHour`.
 */
export class Pace {
  readonly #intervalMs: number;
  readonly #burst: number;
  /** When the bucket would be full again (generic cell rate algorithm). */
  #fullAt = Number.NEGATIVE_INFINITY;
  /** Start times of the last `perHour` requests; the oldest is overwritten next. */
  readonly #lastHour: Float64Array | null;
  #oldest = 0;
  #pausedUntil = Number.NEGATIVE_INFINITY;

  constructor(limits: { perSecond: number; burst: number; perHour: number | null }) {
    this.#intervalMs = 1000 / limits.perSecond;
    this.#burst = limits.burst;
    this.#lastHour =
      limits.perHour === null ? null : new Float64Array(limits.perHour).fill(Number.NEGATIVE_INFINITY);
  }

  next(): NextStart {
    const bySecond = this.#fullAt - (this.#burst - 1) * this.#intervalMs;
    const byHour = (this.#lastHour?.[this.#oldest] ?? Number.NEGATIVE_INFINITY) + HOUR_MS;
    if (byHour > bySecond && byHour > this.#pausedUntil) return { at: byHour, brake: 'per-hour' };
    if (this.#pausedUntil > bySecond) return { at: this.#pausedUntil, brake: 'provider' };
    return { at: bySecond, brake: 'per-second' };
  }

  /** Books one request that starts now. */
  take(now: number): void {
    this.#fullAt = Math.max(this.#fullAt, now) + this.#intervalMs;
    this.#count(now);
  }

  /** Books requests an earlier process made: a restart does not begin a new hour. */
  takeEarlier(requests: readonly RequestsBefore[], now: number): void {
    const oldestFirst = [...requests].sort((a, b) => b.secondsAgo - a.secondsAgo);
    for (const { secondsAgo, count } of oldestFirst) {
      // More than an hour may have would only overwrite each other.
      const counted = Math.min(count, this.#lastHour?.length ?? 0);
      for (let taken = 0; taken < counted; taken++) this.#count(now - secondsAgo * 1000);
    }
  }

  #count(now: number): void {
    if (this.#lastHour === null) return;
    this.#lastHour[this.#oldest] = now;
    this.#oldest = (this.#oldest + 1) % this.#lastHour.length;
  }

  /** The provider wants no requests until then (`Retry-After`). */
  pauseUntil(instant: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, instant);
  }
}
