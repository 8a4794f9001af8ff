import { addDays, type CalendarDate, type DateRange, dateOf, type UnixSeconds } from '@roamwatch/core';

/** A calendar date as the integer yyyymmdd: sorts like the date, and takes four bytes. */
export type Day = number;

/** A calendar month as the integer yyyymm. */
export type Month = number;

/** Earlier and later than any date. */
export const FIRST_DAY: Day = 0;
export const NO_DAY: Day = 99_999_999;

/** The same few dates come with every eSIM, and each is compared several times. */
const REMEMBERED_DAYS = 2_000;
const days = new Map<CalendarDate, Day>();

export function toDay(date: CalendarDate): Day {
  const known = days.get(date);
  if (known !== undefined) return known;
  const day = Number(date.slice(0, 4)) * 10_000 + Number(date.slice(5, 7)) * 100 + Number(date.slice(8, 10));
  if (days.size >= REMEMBERED_DAYS) days.clear();
  days.set(date, day);
  return day;
}

export function toDate(day: Day): CalendarDate {
  const digits = String(day).padStart(8, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** The UTC date of an instant. */
export function dayOf(at: UnixSeconds): Day {
  return toDay(dateOf(at, 'UTC'));
}

/** The UTC month of an instant. */
export function monthOf(at: UnixSeconds): Month {
  return Math.floor(dayOf(at) / 100);
}

/** `YYYY-MM` as the integer yyyymm. */
export function toMonth(month: string): Month {
  return Number(month.replace('-', ''));
}

export function monthText(month: Month): string {
  return toDate(month * 100).slice(0, 7);
}

/** Midnight UTC at the start of a date. */
export function midnight(date: CalendarDate): UnixSeconds {
  return Date.parse(`${date}T00:00:00Z`) / 1000;
}

/** The dates of a range, each from midnight to midnight UTC. */
export function* daysOf({
  from,
  to,
}: DateRange): Generator<{ readonly from: UnixSeconds; readonly to: UnixSeconds }> {
  for (let date = from; date < to; date = addDays(date, 1)) {
    yield { from: midnight(date), to: midnight(addDays(date, 1)) };
  }
}
