import type { RoamifyError } from '@roamwatch/client';

/** A refused token concerns every eSIM alike, and a provider that is down is not asked a thousand times. */
export function endsTheCycle(error: RoamifyError): boolean {
  return error.refused || error.reason === 'circuit-open';
}
