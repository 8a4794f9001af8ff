import { type CalendarDate, dateOf, HOUR, MINUTE, remembering, type UnixSeconds } from '@roamwatch/core';

/** `00:00Z` to `59:59Z`. */
const SECONDS_OF_HOUR = Array.from(
  { length: HOUR },
  (_, second) => `${twoDigits(Math.floor(second / MINUTE))}:${twoDigits(second % MINUTE)}Z`,
);

/** Two years of hours: a report's rows have few different hours. */
const MOST_REMEMBERED = 20_000;

/** ISO 8601 in UTC to the second: `2026-02-28T23:59:59Z`. Written by hand as reports need two a row. */
export function isoInstant(at: UnixSeconds): string {
  const hour = Math.floor(at / HOUR);
  return hourText(hour) + SECONDS_OF_HOUR[at - hour * HOUR];
}

/** The UTC date an instant falls on. */
export function utcDate(at: UnixSeconds): CalendarDate {
  return dateOf(at, 'UTC');
}

/** `2026-02-28T23:`. Joined, because text that is added up is put together again at every use. */
const hourText = remembering(MOST_REMEMBERED, (hour: number): string => {
  const [dateAndHour = ''] = new Date(hour * HOUR * 1000).toISOString().split(':');
  return [dateAndHour, ''].join(':');
});

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
