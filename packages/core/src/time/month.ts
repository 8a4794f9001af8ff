import { addDays, dateOf } from './calendar.js';
import type { DateRange } from './date-range.js';
import { type CalendarDate, HOUR, type UnixSeconds } from './instant.js';

/** A calendar month `YYYY-MM`. */
export type CalendarMonth = string;

/** Two instants, `to` exclusive. */
export interface InstantRange {
  readonly from: UnixSeconds;
  readonly to: UnixSeconds;
}

/** The month in an IANA zone at an instant. */
export function monthOf(at: UnixSeconds, zone: string): CalendarMonth {
  return dateOf(at, zone).slice(0, 7);
}

/** The month after, also across the end of a year. */
export function monthAfter(month: CalendarMonth): CalendarMonth {
  return shiftMonth(month, 1);
}

/** The month before, also across the end of a year. */
export function monthBefore(month: CalendarMonth): CalendarMonth {
  return shiftMonth(month, -1);
}

/** The dates of a month. */
export function datesOf(month: CalendarMonth): DateRange {
  return { from: `${month}-01`, to: `${monthAfter(month)}-01` };
}

/** The instants at which a month begins and ends in an IANA zone. */
export function instantsOf(month: CalendarMonth, zone: string): InstantRange {
  const { from, to } = datesOf(month);
  return { from: startOfDay(from, zone), to: startOfDay(to, zone) };
}

/** No zone is further from UTC than this. */
const FURTHEST_FROM_UTC = 26 * HOUR;

/** The first instant of a date in an IANA zone; of a date that a zone skipped, the first instant after it. */
export function startOfDay(date: CalendarDate, zone: string): UnixSeconds {
  const utc = Date.parse(`${date}T00:00:00Z`) / 1000;
  let before = utc - FURTHEST_FROM_UTC;
  let within = utc + FURTHEST_FROM_UTC;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (dateOf(middle, zone) >= date) within = middle;
    else before = middle;
  }
  return within;
}

/** The last date of a month. */
export function lastDayOf(month: CalendarMonth): CalendarDate {
  return addDays(datesOf(month).to, -1);
}

function shiftMonth(month: CalendarMonth, by: number): CalendarMonth {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}
