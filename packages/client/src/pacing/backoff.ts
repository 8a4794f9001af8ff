import type { RoamifyError } from '../errors.js';
import { LONGEST_WAIT_MS } from './limiter.js';

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * Milliseconds to wait before attempt `attempt + 1`: doubling from half a second to half a minute, spread over the
 * upper half ("equal jitter") so that many waiting calls do not come back together; never less than the provider requires.
 */
export function backoffMs(attempt: number, retryAfterSeconds: number | null, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  const spread = ceiling / 2 + (ceiling / 2) * random;
  return retryAfterSeconds === null ? spread : retryAfterSeconds * 1000 + spread / 2;
}

/**
 * True when the very same request may be repeated within one call, after so many attempts. A time-out costs a whole
 * deadline, and a 500 is often permanent for its request: these are repeated once only.
 */
export function worthRepeating(error: RoamifyError, attempts: number): boolean {
  if ((error.reason === 'timeout' || error.httpStatus === 500) && attempts > 1) return false;
  const requestedMs = (error.retryAfter ?? 0) * 1000;
  return error.temporary && !NOT_BY_WAITING.has(error.reason) && requestedMs < LONGEST_WAIT_MS;
}

/** Temporary, but not settled by repeating the request soon: the caller decides. */
const NOT_BY_WAITING: ReadonlySet<string> = new Set(['pending', 'circuit-open', 'budget-spent']);
