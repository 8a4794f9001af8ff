import { RoamifyError } from '@roamwatch/client';
import { MINUTE, type Seconds } from '@roamwatch/core';

/** Reasons that concern every eSIM alike. */
const FOR_ALL: readonly RoamifyError['reason'][] = ['circuit-open', 'budget-spent', 'aborted'];

/** From this long on the client does not wait for the end of a pause, so that every further call would fail at once. */
const LONG_PAUSE: Seconds = 2 * MINUTE;

/** True when going on is pointless: a refused token, a provider that is down, a budget that is spent. */
export function endsTheCycle({ refused, reason, retryAfter }: RoamifyError): boolean {
  return refused || FOR_ALL.includes(reason) || (retryAfter ?? 0) >= LONG_PAUSE;
}

/** A stop was requested. This is no evidence about the provider, and the cycle counts as neither good nor bad. */
export function isInterruption(failure: RoamifyError | null): boolean {
  return failure?.reason === 'aborted';
}

/** The provider did not do its part: it could not be reached, or it refuses us. */
export function isOutage(failure: RoamifyError | null): failure is RoamifyError {
  return failure !== null && failure.reason !== 'aborted' && failure.reason !== 'budget-spent';
}

/** The provider's failure is a value, any other error is thrown. */
export async function orFailure<T>(work: Promise<T>): Promise<T | RoamifyError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RoamifyError) return error;
    throw error;
  }
}
