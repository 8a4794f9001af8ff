import { type UnixSeconds, zoned } from '@roamwatch/core';
import { namesTimesOfDay, timesOf } from './expression.js';

/**
 * The first instant after `after` that a cron expression names in an IANA zone; null when there is none. A time of the day comes
 * once a day: at the end of the gap when the clock skips it, the first time when the clock repeats it. Intervals continue through both.
 */
export function nextOccurrence(schedule: string, timeZone: string, after: UnixSeconds): UnixSeconds | null {
  const next = nextRun(schedule, timeZone, after);
  return next !== null && namesTimesOfDay(schedule)
    ? (skippedBefore(next, schedule, timeZone, after) ?? next)
    : next;
}

function nextRun(schedule: string, timeZone: string, after: number): number | null {
  const next = timesOf(schedule, timeZone).nextRun(new Date(after * 1000));
  return next === null ? null : Math.floor(next.getTime() / 1000);
}

/**
 * The end of a gap before `next` that skips a time of the day up to midnight; null when there is none. croner looks for the
 * end of a gap on the same date only, and the last hour of a date ends on the next one (America/Nuuk in spring).
 */
function skippedBefore(
  next: UnixSeconds,
  schedule: string,
  timeZone: string,
  after: UnixSeconds,
): UnixSeconds | null {
  // On the wall there are no gaps, so the same expression in UTC finds what the zone skips.
  const named = nextRun(schedule, 'UTC', wallAt(after, timeZone));
  if (named === null || named >= wallAt(next, timeZone)) return null;
  let [before, reached] = [after, next];
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (wallAt(middle, timeZone) >= named) reached = middle;
    else before = middle;
  }
  return wallAt(reached, timeZone) > named ? reached : null;
}

/** The local time of a zone, as the seconds at which UTC shows the same time. */
function wallAt(at: UnixSeconds, timeZone: string): number {
  const { year, month, day, hour, minute } = zoned(at, timeZone);
  return (
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) / 1000 + (at % 60)
  );
}
