import { MINUTE, type Seconds, type UnixSeconds } from '@roamwatch/core';
import { networkOf } from './addresses.js';

const WINDOW: Seconds = 5 * MINUTE;
const PER_NETWORK = 10;
const NETWORKS = 10_000;

interface Failures {
  readonly since: UnixSeconds;
  readonly count: number;
}

/**
 * Counts wrong tokens in memory: by IPv4 address, and by network of IPv6, in which one machine has any number of addresses. There is
 * no limit for all together, by which any stranger could lock out everybody; two guesses a minute lead from no number of addresses to
 * a token of the length that `check` asks for.
 */
export class Throttle {
  readonly #byNetwork = new Map<string, Failures>();

  /** Seconds until this address may retry; 0: now. */
  wait(address: string, now: UnixSeconds): Seconds {
    const own = this.#byNetwork.get(networkOf(address));
    return own === undefined ? 0 : remaining(own, now);
  }

  failed(address: string, now: UnixSeconds): void {
    const network = networkOf(address);
    if (this.#byNetwork.size >= NETWORKS) this.#byNetwork.clear();
    this.#byNetwork.set(network, oneMore(this.#byNetwork.get(network), now));
  }
}

function remaining({ since, count }: Failures, now: UnixSeconds): Seconds {
  return count < PER_NETWORK ? 0 : Math.max(0, since + WINDOW - now);
}

function oneMore(failures: Failures | undefined, now: UnixSeconds): Failures {
  const isOld = failures === undefined || now >= failures.since + WINDOW || now < failures.since;
  return isOld ? { since: now, count: 1 } : { since: failures.since, count: failures.count + 1 };
}
