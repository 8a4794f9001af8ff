import type { Seconds, UnixSeconds } from '@roamwatch/core';
import { nextOccurrence } from './occurrence.js';

/** An occurrence that has come. */
export interface Due {
  readonly occurrence: UnixSeconds;
  /** Seconds since it should have been noticed. */
  readonly late: Seconds;
}

/**
 * One schedule against the clock. Each occurrence is due once: one that is noticed late is caught up, several that were missed are
 * caught up as one, and a clock that is put back neither repeats the last one nor makes the next wait for the former time.
 */
export class Timetable {
  #next: UnixSeconds | null;
  #last: UnixSeconds | null = null;
  #lookedAt: UnixSeconds;

  /** Occurrences up to and including `since` are done. */
  constructor(
    readonly schedule: string,
    readonly timeZone: string,
    since: UnixSeconds,
  ) {
    this.#lookedAt = since;
    this.#next = this.#after(since);
  }

  /** The next occurrence; null when none will come. */
  get next(): UnixSeconds | null {
    return this.#next;
  }

  /** The work due at `now`; null when nothing is. */
  due(now: UnixSeconds): Due | null {
    if (now < this.#lookedAt) this.#next = this.#afterLast(now);
    this.#lookedAt = now;
    const occurrence = this.#next;
    if (occurrence === null || occurrence > now) return null;
    this.#last = occurrence;
    this.#next = this.#after(now);
    return { occurrence, late: now - occurrence };
  }

  #afterLast(now: UnixSeconds): UnixSeconds | null {
    const next = this.#after(now);
    return next !== null && next === this.#last ? this.#after(next) : next;
  }

  #after(instant: UnixSeconds): UnixSeconds | null {
    return nextOccurrence(this.schedule, this.timeZone, instant);
  }
}
