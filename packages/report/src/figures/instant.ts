import { type CalendarDate, DAY, HOUR, MINUTE, type UnixSeconds } from '@roamwatch/core';

/** `00` to `59`. */
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** Dates by day since 1970: a report's rows lie on few. */
const DATES = new Map<number, CalendarDate>();
const MOST_DATES = 2_000;

/** ISO 8601 in UTC to the second: `2026-02-28T23:59:59Z`. Written by hand as reports need two a row. */
export function isoInstant(at: UnixSeconds): string {
  const second = at - Math.floor(at / DAY) * DAY;
  const hours = TWO_DIGITS[Math.floor(second / HOUR)];
  const minutes = TWO_DIGITS[Math.floor((second % HOUR) / MINUTE)];
  return `${utcDate(at)}T${hours}:${minutes}:${TWO_DIGITS[second % MINUTE]}Z`;
}

/** The UTC date an instant falls on. */
export function utcDate(at: UnixSeconds): CalendarDate {
  const day = Math.floor(at / DAY);
  const known = DATES.get(day);
  if (known !== undefined) return known;
  const [date = ''] = new Date(day * DAY * 1000).toISOString().split('T');
  if (DATES.size < MOST_DATES) DATES.set(day, date);
  return date;
}
