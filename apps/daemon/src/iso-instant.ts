import type { UnixSeconds } from '@roamwatch/core';

/** An instant for machines: ISO 8601 in UTC. */
export function isoInstant(at: UnixSeconds | null): string | null {
  return at === null ? null : new Date(at * 1000).toISOString().replace('.000Z', 'Z');
}
