import { nearest } from '@roamwatch/config-file';
import { KNOWN_STATUSES } from '@roamwatch/core';

/**
 * The line about a status that no eSIM has. It is a hint and no error, because the provider may have statuses that are
 * documented nowhere.
 *
 * @param present the statuses that there are; of a list by status, which shows no others, those that are documented.
 */
export function noneWithStatus(status: string, present: readonly string[]): string {
  const none = `No eSIM has the status ${status}`;
  const meant = nearest(status, [...new Set([...present, ...KNOWN_STATUSES])]);
  if (meant !== null && meant !== status) return `${none}; did you mean ${meant}?`;
  return present.length === 0 || present.includes(status) ? none : `${none}; there are ${present.join(', ')}`;
}
