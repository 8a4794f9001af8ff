import type { CalendarDate, UnixSeconds } from '@roamwatch/core';

/** ISO 8601 in UTC to the second: `2026-02-28T23:59:59Z`. */
export function isoInstant(at: UnixSeconds): string {
  return `${new Date(at * 1000).toISOString().slice(0, 19)}Z`;
}

/** The UTC date an instant falls on. */
export function utcDate(at: UnixSeconds): CalendarDate {
  return isoInstant(at).slice(0, 10);
}
