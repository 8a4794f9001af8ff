import { MINUTE, type Seconds, type UnixSeconds } from '@roamwatch/core';

const WINDOW: Seconds = 5 * MINUTE;
const PER_ADDRESS = 10;
/** Of all addresses together: guessing from many at once gets no further. */
const ALTOGETHER = 100;
const ADDRESSES = 10_000;

interface Failures {
  readonly since: UnixSeconds;
  readonly count: number;
}

/** Counts wrong tokens by address, in memory. */
export class Throttle {
  readonly #byAddress = new Map<string, Failures>();
  #all: Failures = { since: 0, count: 0 };

  /** Seconds until this address may retry; 0: now. */
  wait(address: string, now: UnixSeconds): Seconds {
    const own = this.#byAddress.get(address);
    return Math.max(
      own === undefined ? 0 : remaining(own, PER_ADDRESS, now),
      remaining(this.#all, ALTOGETHER, now),
    );
  }

  failed(address: string, now: UnixSeconds): void {
    if (this.#byAddress.size >= ADDRESSES) this.#byAddress.clear();
    this.#byAddress.set(address, oneMore(this.#byAddress.get(address), now));
    this.#all = oneMore(this.#all, now);
  }
}

function remaining({ since, count }: Failures, limit: number, now: UnixSeconds): Seconds {
  return count < limit ? 0 : Math.max(0, since + WINDOW - now);
}

function oneMore(failures: Failures | undefined, now: UnixSeconds): Failures {
  const isOld = failures === undefined || now >= failures.since + WINDOW || now < failures.since;
  return isOld ? { since: now, count: 1 } : { since: failures.since, count: failures.count + 1 };
}
