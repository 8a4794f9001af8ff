import type { RoamifyError } from '@roamwatch/client';

/** What an operator can do about a provider that failed as a whole. */
export function adviceOn({ refused, reason }: RoamifyError): string {
  if (refused)
    return 'the token is wrong, was rotated, or lacks permission: get a current one from the provider';
  switch (reason) {
    case 'network':
    case 'timeout':
      return 'look at api.baseUrl, and whether this machine can reach it';
    case 'redirected':
    case 'not-found':
    case 'unreadable':
      return 'look at api.baseUrl: this is not the API';
    case 'budget-spent':
      return 'poll less often, or raise the limit of requests an hour';
    default:
      return 'try again later; if it stays, ask the provider';
  }
}
