import { setTimeout as sleep } from 'node:timers/promises';
import type { NotPermitted, Permits, RequestOutcome } from '@roamwatch/client';
import { requestsLeft } from '@roamwatch/core';
import type { Store } from '@roamwatch/store';
import type { Log } from '../ports/log.js';
import {
  afterRequest,
  NO_REQUESTS,
  type PermitLimits,
  type PermitState,
  pausePermits,
  returnPermits,
  takePermits,
} from './permit-state.js';

const KEY = 'api.permits';

/** Permits taken at a time last for so long at most. */
const SLICE_MS = 250;

/** A request may start this much later than it was permitted. Then its permit is void, or many could start at once. */
const VALID_MS = 1_000;

/** Waiting this long inside a call helps nobody: the call is refused instead. */
const LONGEST_WAIT_MS = 120_000;

/** While the others rest or pause, this often is enough to look again. */
const LOOK_AGAIN_MS = 5_000;

/** A signal that aborts is noticed within this time. */
const STEP_MS = 200;

/** An answer is worth reporting this often, so that others know that the provider works. */
const ANSWERED_EVERY_MS = 20_000;

export interface SharedPermitsOptions {
  readonly store: Pick<Store, 'settings'>;
  /** Milliseconds of a clock that all workers agree on. */
  readonly nowMs: () => number;
  readonly log: Log;
  readonly limits: PermitLimits;
  /** Consecutive failures of all workers after which the provider gets no requests for a while. */
  readonly breakAfter: number;
}

/**
 * The requests that all workers on one database may make, in slices: a worker takes some at once and starts them one by one, so
 * that the database is queried a few times a second, and no second or hour sees more requests than one worker alone would make.
 */
export class SharedPermits implements Permits {
  readonly #options: SharedPermitsOptions;
  /** When the requests of the slice may start, oldest first. */
  #slots: number[] = [];
  #sliceSize = 1;
  #waiting = 0;
  #taking: Promise<NotPermitted | null> | null = null;
  #known: PermitState = NO_REQUESTS;
  #reports: Promise<void> = Promise.resolve();

  constructor(options: SharedPermitsOptions) {
    this.#options = options;
  }

  async enter(...signals: readonly (AbortSignal | undefined)[]): Promise<NotPermitted | null> {
    const slot = await this.#slot(signals);
    if (typeof slot !== 'number') return slot;
    await waited(slot - this.#options.nowMs(), signals);
    return null;
  }

  learn(outcome: RequestOutcome): void {
    const { nowMs, breakAfter } = this.#options;
    const { breaker } = this.#known;
    const isUsual = breaker.failures === 0 && breaker.probingSince === null;
    const isRecent = nowMs() - (breaker.answeredAt ?? 0) < ANSWERED_EVERY_MS;
    if (outcome === 'undecided' && breaker.probingSince === null) return;
    if (outcome === 'answered' && isUsual && isRecent) return;
    this.#report((state) => afterRequest(state, outcome, nowMs(), breakAfter));
  }

  pause(milliseconds: number): void {
    const until = this.#options.nowMs() + milliseconds;
    this.#slots = [];
    this.#report((state) => pausePermits(state, until));
  }

  /** Requests that the hour has left, after those that all workers have taken. */
  async left(): Promise<number> {
    this.#known = stateOf(await this.#options.store.settings.get(KEY));
    return this.leftAsKnown;
  }

  /** The same, as far as known without a query: from a moment ago while requests are made. */
  get leftAsKnown(): number {
    const { limits, nowMs } = this.#options;
    if (limits.perHour === null) return Number.POSITIVE_INFINITY;
    return requestsLeft(this.#known.log, limits.perHour, Math.floor(nowMs() / 1000));
  }

  /** Gives back what is left of the slice, and resolves when everything is reported. */
  async settle(): Promise<void> {
    const unused = this.#slots.length;
    this.#slots = [];
    if (unused > 0 && this.#options.limits.perHour !== null) {
      this.#report((state) => returnPermits(state, unused, this.#options.nowMs()));
    }
    await this.#reports;
  }

  /** When the next request may start; or why it may not for a while. */
  async #slot(signals: readonly (AbortSignal | undefined)[]): Promise<number | NotPermitted> {
    this.#waiting += 1;
    try {
      for (;;) {
        for (const signal of signals) signal?.throwIfAborted();
        const at = this.#nextSlot();
        if (at !== null) return at;
        this.#taking ??= this.#take().finally(() => {
          this.#taking = null;
        });
        const refused = await this.#taking;
        if (refused === null) continue;
        // As with limits of one's own: short pauses are waited for, long ones and a provider that is down are the caller's.
        if (refused.brake === 'breaker' || refused.waitMs >= LONGEST_WAIT_MS) return refused;
        await waited(Math.min(refused.waitMs, LOOK_AGAIN_MS), signals);
      }
    } finally {
      this.#waiting -= 1;
    }
  }

  #nextSlot(): number | null {
    const oldest = this.#options.nowMs() - VALID_MS;
    while (this.#slots.length > 0) {
      const at = this.#slots.shift();
      if (at !== undefined && at > oldest) return at;
      this.#sliceSize = Math.max(1, this.#sliceSize / 2);
    }
    return null;
  }

  async #take(): Promise<NotPermitted | null> {
    const { limits, nowMs } = this.#options;
    const most = Math.max(1, (limits.perSecond * SLICE_MS) / 1000);
    // What is used up is taken in larger slices; an hour's budget is not taken in advance.
    this.#sliceSize = limits.perHour === null ? Math.min(most, this.#sliceSize * 2) : 1;
    const wanted = Math.ceil(Math.max(this.#sliceSize, Math.min(most, this.#waiting)));
    const { granted } = await this.#change((state) => takePermits(state, limits, wanted, nowMs()));
    if ('brake' in granted) return granted;
    this.#slots = Array.from({ length: granted.count }, (_, place) => granted.from + place * granted.everyMs);
    return null;
  }

  /** One after the other, in the order of what happened. A report that cannot be stored costs nothing but knowledge. */
  #report(change: (state: PermitState) => PermitState): void {
    this.#reports = this.#reports
      .then(async () => void (await this.#change((state) => ({ state: change(state) }))))
      .catch((error: unknown) => {
        this.#options.log.warn(
          { event: 'permits-not-shared', err: error },
          'how a request ended could not be shared with the other workers',
        );
      });
  }

  async #change<Changed extends { readonly state: PermitState }>(
    decide: (state: PermitState) => Changed,
  ): Promise<Changed> {
    const { changed } = await this.#options.store.settings.change([KEY], (was) => {
      const changed = decide(stateOf(was[KEY]));
      return { changed, set: { [KEY]: changed.state } };
    });
    this.#known = changed.state;
    return changed;
  }
}

function stateOf(stored: unknown): PermitState {
  return { ...NO_REQUESTS, ...(stored as Partial<PermitState> | undefined) };
}

/** In small steps, so that no signal needs a listener for every request. */
async function waited(milliseconds: number, signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  for (let left = milliseconds; left > 0; left -= STEP_MS) {
    await sleep(Math.min(left, STEP_MS));
    for (const signal of signals) signal?.throwIfAborted();
  }
}
