import type { UnixSeconds } from '@roamwatch/core';

/** True for a reading that is as new as the polls so far allow. */
export function isCurrent(readAt: UnixSeconds | null, currentSince: UnixSeconds | null): boolean {
  return readAt !== null && currentSince !== null && readAt >= currentSince;
}
