import type { UnixSeconds } from '@roamwatch/core';

/** ISO 8601 in UTC to the second, for machines: "2025-02-03T14:05:00Z". */
export function isoInstant(at: UnixSeconds): string {
  return `${new Date(at * 1000).toISOString().slice(0, 19)}Z`;
}
