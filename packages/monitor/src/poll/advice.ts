import type { RoamifyError } from '@roamwatch/client';

const OUTAGE = "check the provider's status page; Roamwatch retries by itself";

/** Advice for an operator about a provider that failed as a whole. */
export function adviceOn({
  reason,
  httpStatus,
  tooLarge,
}: Pick<RoamifyError, 'reason' | 'httpStatus' | 'tooLarge'>): string {
  switch (reason) {
    case 'unauthorized':
      return 'the token is wrong, was rotated or lacks permission; get a valid one from the provider';
    case 'forbidden':
      return 'the token lacks permission; check what it may do, or get another one from the provider';
    case 'certificate':
      return "check that api.baseUrl is right and the server's certificate is valid; for a private authority set tls.caFile";
    case 'rate-limited':
      return 'lower api.requestsPerSecond, or poll less often';
    case 'unavailable':
    case 'circuit-open':
      return OUTAGE;
    case 'timeout':
      // A gateway in front of the API answered in its place: the network is fine.
      return httpStatus === null ? 'check api.baseUrl and your network connection' : OUTAGE;
    case 'network':
      return 'check api.baseUrl and your network connection';
    case 'redirected':
    case 'not-found':
      return 'check api.baseUrl: the address is not that of the API';
    case 'unreadable':
      return tooLarge
        ? 'check that api.baseUrl is right; if it is, report this to the provider: no answer of the API is that large'
        : "check that api.baseUrl is right, then the provider's status page: the answer is not what the API documents";
    case 'budget-spent':
      return 'poll less often, or raise the hourly request limit';
    default:
      return 'retry later; if the problem persists, contact the provider';
  }
}
