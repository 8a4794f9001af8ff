const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 120_000;

/** While the provider did something else within this time, its error may concern one request alone. */
const TRUSTED_MS = 60_000;

/** A probe that has no outcome by then was abandoned, with its process perhaps: another one may be made. */
const LONGEST_PROBE_MS = 120_000;

/** What a circuit breaker remembers, as plain data, so that several processes can share it. Times are in milliseconds. */
export interface BreakerState {
  /** Consecutive ones. */
  readonly failures: number;
  /** Length of its next rest. */
  readonly restMs: number;
  /** Null while it lets calls through. */
  readonly openUntil: number | null;
  /** Since when a probe is under way. */
  readonly probingSince: number | null;
  /** When the provider last answered; null: never. */
  readonly answeredAt: number | null;
}

/** The state of a circuit breaker that has seen nothing yet: every call is let through. */
export const CLOSED_BREAKER: BreakerState = {
  failures: 0,
  restMs: FIRST_REST_MS,
  openUntil: null,
  probingSince: null,
  answeredAt: null,
};

/**
 * How a request ended, as far as the provider's health is concerned. `answered`: with whatever; `failed`: it did not answer, or
 * said that it cannot; `doubtful`: with an error that can be temporary for all requests or permanent for this one, which
 * counts as a failure only where nothing else has worked lately: a few eSIMs it cannot serve must not cost the rest; `undecided`:
 * abandoned before anything was known, so that the next one may probe.
 */
export type RequestOutcome = 'answered' | 'failed' | 'doubtful' | 'undecided';

/** Milliseconds until the next call is let through; 0: this one is. */
export function admitted(
  state: BreakerState,
  now: number,
): { readonly state: BreakerState; readonly waitMs: number } {
  const { openUntil, probingSince, restMs } = state;
  if (openUntil === null) return { state, waitMs: 0 };
  if (now < openUntil) return { state, waitMs: openUntil - now };
  if (probingSince !== null && now - probingSince < LONGEST_PROBE_MS) return { state, waitMs: restMs };
  return { state: { ...state, probingSince: now }, waitMs: 0 };
}

/** The state after a request. `threshold`: consecutive failures after which it rests. */
export function learned(
  state: BreakerState,
  outcome: RequestOutcome,
  now: number,
  threshold: number,
): BreakerState {
  switch (outcome) {
    case 'answered':
      return { ...CLOSED_BREAKER, answeredAt: now };
    case 'failed':
      return failed(state, now, threshold);
    case 'doubtful':
      return state.probingSince !== null || now - (state.answeredAt ?? Number.NEGATIVE_INFINITY) > TRUSTED_MS
        ? failed(state, now, threshold)
        : state;
    case 'undecided':
      return { ...state, probingSince: null };
  }
}

function failed(state: BreakerState, now: number, threshold: number): BreakerState {
  const failures = state.failures + 1;
  const wasProbe = state.probingSince !== null;
  const restMs = wasProbe ? Math.min(LONGEST_REST_MS, state.restMs * 2) : state.restMs;
  const opens = wasProbe || (state.openUntil === null && failures >= threshold);
  const openUntil = opens ? now + restMs : state.openUntil;
  return { ...state, failures, restMs, openUntil, probingSince: null };
}

/**
 * A circuit breaker: sends nothing to a provider that does not answer. After `threshold` consecutive failures it rests,
 * then lets one call through as a probe; a failed probe doubles the rest. The clock is passed in, in milliseconds.
 */
export class Breaker {
  #state = CLOSED_BREAKER;

  constructor(readonly threshold: number) {}

  /** Milliseconds until the next call is let through; 0: this one is. */
  waitMs(now: number): number {
    const { state, waitMs } = admitted(this.#state, now);
    this.#state = state;
    return waitMs;
  }

  learn(outcome: RequestOutcome, now: number): void {
    this.#state = learned(this.#state, outcome, now, this.threshold);
  }
}
