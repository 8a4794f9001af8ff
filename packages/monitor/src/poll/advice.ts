import type { RoamifyError } from '@roamwatch/client';

/** What an operator can do about a provider that failed as a whole. */
export function adviceOn({ refused, reason }: RoamifyError): string {
  if (refused)
    return 'the token is wrong, was rotated or lacks permission; get a valid one from the provider';
  switch (reason) {
    case 'certificate':
      return "check that api.baseUrl is right and the server's certificate is valid; for a private authority set tls.caFile";
    case 'network':
    case 'timeout':
      return 'check api.baseUrl and your network connection';
    case 'redirected':
    case 'not-found':
    case 'unreadable':
      return 'check api.baseUrl: the address is not that of the API';
    case 'budget-spent':
      return 'poll less often, or raise the hourly request limit';
    default:
      return 'retry later; if the problem persists, contact the provider';
  }
}
