import { addDays, dateOf } from '../time/calendar.js';
import type { CalendarDate, UnixSeconds } from '../time/instant.js';

/**
 * The newest date that is well over at an instant, in whatever zone the provider counts its days: two days
 * back by UTC date. Any change of a figure on or before it is a restatement.
 */
export function restatementCutoff(at: UnixSeconds): CalendarDate {
  return addDays(dateOf(at, 'UTC'), -2);
}

/**
 * True when a changed figure corrects the past rather than continuing it: a figure that falls, or one that
 * changes once its day is well over. Growth during the day and just after it is the provider's ordinary lag.
 */
export function isRestatement(
  change: { readonly date: CalendarDate; readonly before: number; readonly after: number },
  at: UnixSeconds,
): boolean {
  if (change.after === change.before) return false;
  return change.after < change.before || change.date <= restatementCutoff(at);
}
