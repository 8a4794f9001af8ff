import type { CalendarDate } from '@roamwatch/core';
import { type Day, toDate } from '../../schema/day.js';

/** A range has few dates and many rows. */
export function rememberedDates(): (day: Day) => CalendarDate {
  const dates = new Map<Day, CalendarDate>();
  return (day) => {
    const known = dates.get(day);
    if (known !== undefined) return known;
    const date = toDate(day);
    dates.set(day, date);
    return date;
  };
}
