import type { UnixSeconds } from '@roamwatch/core';
import type { Store } from '@roamwatch/store';
import { StoreError } from '@roamwatch/store';

/** Clocks of machines drift by some milliseconds a minute at most, unless somebody sets one. */
const MEASURED_EVERY_MS = 30_000;

/** The quickest of a few answers says most. */
const SAMPLES = 3;

type Measured = Pick<Store, 'upkeep'>;

/**
 * The clock of the database's server, which is one for all workers: the own clock with the measured difference. It runs on
 * between two measurements, also while the server does not answer, and takes no notice of a clock of this machine that is set.
 */
export class SharedClock {
  readonly #store: Measured;
  readonly #timer: NodeJS.Timeout;
  /** What to add to the time since this process started. */
  #offsetMs: number;

  private constructor(store: Measured, offsetMs: number) {
    this.#store = store;
    this.#offsetMs = offsetMs;
    this.#timer = setInterval(() => void this.#measureAgain(), MEASURED_EVERY_MS);
    this.#timer.unref();
  }

  /** Null: the database has no clock of its own. */
  static async open(store: Measured): Promise<SharedClock | null> {
    const offsetMs = await measured(store);
    return offsetMs === null ? null : new SharedClock(store, offsetMs);
  }

  /** In milliseconds; never much earlier than before. */
  nowMs(): number {
    return performance.now() + this.#offsetMs;
  }

  now(): UnixSeconds {
    return Math.floor(this.nowMs() / 1000);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #measureAgain(): Promise<void> {
    try {
      this.#offsetMs = (await measured(this.#store)) ?? this.#offsetMs;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
  }
}

async function measured(store: Measured): Promise<number | null> {
  let best: { readonly tookMs: number; readonly offsetMs: number } | null = null;
  for (let sample = 0; sample < SAMPLES; sample++) {
    const before = performance.now();
    const serverMs = await store.upkeep.serverTime();
    if (serverMs === null) return null;
    const tookMs = performance.now() - before;
    if (best === null || tookMs < best.tookMs) best = { tookMs, offsetMs: serverMs - before - tookMs / 2 };
  }
  return best?.offsetMs ?? null;
}
