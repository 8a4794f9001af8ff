import { HOUR, type UnixSeconds } from '@roamwatch/core';

/** Bytes used on a journey up to any instant: whole at the hours, a straight line between them. Never falls. */
export class UsageCurve {
  readonly #firstHour: number;
  readonly #cumulative: Float64Array;

  /** `cumulative[n]` is what was used before hour `firstHour + n`; its first value is 0. */
  constructor(firstHour: number, cumulative: Float64Array) {
    this.#firstHour = firstHour;
    this.#cumulative = cumulative;
  }

  /** When the first byte can have been used. */
  get startsAt(): UnixSeconds {
    return this.#firstHour * HOUR;
  }

  /** From here on the curve is flat. */
  get endsAt(): UnixSeconds {
    return (this.#firstHour + this.#cumulative.length - 1) * HOUR;
  }

  /** Whole bytes used before `at`. */
  usedBytes(at: UnixSeconds): number {
    if (at <= this.startsAt) return 0;
    const last = this.#cumulative.length - 1;
    const slot = Math.floor(at / HOUR) - this.#firstHour;
    if (slot >= last) return this.#at(last);
    const share = (at - (this.#firstHour + slot) * HOUR) / HOUR;
    const before = this.#at(slot);
    return before + Math.floor((this.#at(slot + 1) - before) * share);
  }

  /** The first whole second before which at least `bytes` were used; null when that never happens. */
  instantOf(bytes: number): UnixSeconds | null {
    if (bytes <= 0) return this.startsAt;
    if (bytes > this.#at(this.#cumulative.length - 1)) return null;
    let [below, reached] = [0, this.#cumulative.length - 1];
    while (reached - below > 1) {
      const middle = (below + reached) >>> 1;
      if (this.#at(middle) < bytes) below = middle;
      else reached = middle;
    }
    const before = this.#at(below);
    const share = (bytes - before) / (this.#at(reached) - before);
    return Math.ceil((this.#firstHour + below + share) * HOUR);
  }

  #at(slot: number): number {
    return this.#cumulative[slot] ?? 0;
  }
}
