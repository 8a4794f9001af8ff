import { remembering } from '../remembering.js';
import { type CalendarDate, DAY, type UnixSeconds } from './instant.js';
import { zoned } from './zone.js';

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** True for a `YYYY-MM-DD` that exists in the calendar. */
export function isCalendarDate(text: string): boolean {
  const instant = SHAPE.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}

/** The date `days` later; earlier when negative. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateText(midnight(date) + days * DAY);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return (midnight(to) - midnight(from)) / DAY;
}

/** The calendar date in an IANA zone at an instant. */
export function dateOf(at: UnixSeconds, zone: string): CalendarDate {
  if (zone === 'UTC') return dateText(at);
  const { year, month, day } = zoned(at, zone);
  return `${year}-${month}-${day}`;
}

/** The same few days are needed again and again, for every eSIM and rule. */
const REMEMBERED_DATES = 2_000;

const midnight = remembering(
  REMEMBERED_DATES,
  (date: CalendarDate): UnixSeconds => Date.parse(`${date}T00:00:00Z`) / 1000,
);

const dateOfDay = remembering(
  REMEMBERED_DATES,
  (day: number): CalendarDate => new Date(day * DAY * 1000).toISOString().slice(0, 10),
);

function dateText(at: UnixSeconds): CalendarDate {
  return dateOfDay(Math.floor(at / DAY));
}
