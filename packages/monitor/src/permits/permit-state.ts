import {
  admitted,
  type BreakerState,
  CLOSED_BREAKER,
  learned,
  type NotPermitted,
  type RequestOutcome,
} from '@roamwatch/client';
import { HOUR, logRequests, MINUTE, type RequestLog, requestsLeft } from '@roamwatch/core';

/** What all workers know of the provider and of the requests made, as they share it. Times are milliseconds of the database's clock. */
export interface PermitState {
  /** When the next request may start (generic cell rate algorithm, without a burst). */
  readonly nextAt: number;
  /** The provider wants no requests until then. */
  readonly pausedUntil: number;
  /** Requests of the last hour. */
  readonly log: RequestLog;
  readonly breaker: BreakerState;
}

export interface PermitLimits {
  readonly perSecond: number;
  /** Null: no limit. */
  readonly perHour: number | null;
}

export const NO_REQUESTS: PermitState = { nextAt: 0, pausedUntil: 0, log: [], breaker: CLOSED_BREAKER };

/** Requests that may start, the first at `from` and each of the others `everyMs` after the one before. */
export interface Slice {
  readonly count: number;
  readonly from: number;
  readonly everyMs: number;
}

export interface Taken {
  readonly state: PermitState;
  /** Why there is none. */
  readonly granted: Slice | NotPermitted;
}

/** Takes up to `wanted` requests out of what all workers together may make. */
export function takePermits(
  state: PermitState,
  { perSecond, perHour }: PermitLimits,
  wanted: number,
  now: number,
): Taken {
  const { state: breaker, waitMs } = admitted(state.breaker, now);
  if (waitMs > 0) return { state, granted: { brake: 'breaker', waitMs } };
  if (state.pausedUntil > now) {
    return { state, granted: { brake: 'provider', waitMs: state.pausedUntil - now } };
  }
  const seconds = Math.floor(now / 1000);
  const left = perHour === null ? wanted : requestsLeft(state.log, perHour, seconds);
  if (left === 0) return { state, granted: { brake: 'per-hour', waitMs: untilForgotten(state.log, now) } };
  // A probe is one request.
  const count = breaker.openUntil === null ? Math.min(wanted, left) : 1;
  const everyMs = 1000 / perSecond;
  const from = Math.max(now, state.nextAt);
  const log = perHour === null ? state.log : logRequests(state.log, seconds, count);
  return {
    state: { ...state, breaker, log, nextAt: from + count * everyMs },
    granted: { count, from, everyMs },
  };
}

/** Gives back what was taken and not used. It counts towards the hour no longer. */
export function returnPermits(state: PermitState, count: number, now: number): PermitState {
  return { ...state, log: logRequests(state.log, Math.floor(now / 1000), -count) };
}

export function pausePermits(state: PermitState, until: number): PermitState {
  return { ...state, pausedUntil: Math.max(state.pausedUntil, until) };
}

export function afterRequest(
  state: PermitState,
  outcome: RequestOutcome,
  now: number,
  threshold: number,
): PermitState {
  return { ...state, breaker: learned(state.breaker, outcome, now, threshold) };
}

/** Until the oldest minute counts no more. */
function untilForgotten(log: RequestLog, now: number): number {
  const [oldest] = log;
  return oldest === undefined ? 0 : Math.max(1, (oldest[0] + MINUTE + HOUR) * 1000 - now);
}
