import type { UnixSeconds } from '@roamwatch/core';
import { timesOf } from './expression.js';

/**
 * The first instant after `after` that a cron expression names in an IANA zone; null when there is none. A time of the day comes
 * once a day: at the end of the gap when the clock skips it, the first time when the clock repeats it. Intervals go on through both.
 */
export function nextOccurrence(schedule: string, timeZone: string, after: UnixSeconds): UnixSeconds | null {
  const next = timesOf(schedule, timeZone).nextRun(new Date(after * 1000));
  return next === null ? null : Math.floor(next.getTime() / 1000);
}
