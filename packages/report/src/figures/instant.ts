import { type CalendarDate, DAY, MINUTE, type UnixSeconds } from '@roamwatch/core';

/** `T00:00:` to `T23:59:`, and `00Z` to `59Z`. */
const MINUTES_OF_DAY = Array.from(
  { length: DAY / MINUTE },
  (_, minute) => `T${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}:`,
);
const SECONDS_OF_MINUTE = Array.from({ length: MINUTE }, (_, second) => `${twoDigits(second)}Z`);

/** Dates by day since 1970: a report's rows have few different dates. */
const DATES = new Map<number, CalendarDate>();
const MOST_DATES = 2_000;

/** ISO 8601 in UTC to the second: `2026-02-28T23:59:59Z`. Written by hand as reports need two a row. */
export function isoInstant(at: UnixSeconds): string {
  const second = at - Math.floor(at / DAY) * DAY;
  return utcDate(at) + MINUTES_OF_DAY[Math.floor(second / MINUTE)] + SECONDS_OF_MINUTE[second % MINUTE];
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

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
