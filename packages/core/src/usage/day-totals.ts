import type { CalendarDate } from '../time/instant.js';
import type { DailyUsage, DayTotal } from './usage.js';

/** Usage per day over all places; `days` and the result oldest first. */
export function totalPerDay(days: readonly DailyUsage[]): readonly DayTotal[] {
  const totals: DayTotal[] = [];
  for (const { date, usedBytes } of days) {
    const last = totals.at(-1);
    if (last?.date === date) totals[totals.length - 1] = { date, usedBytes: last.usedBytes + usedBytes };
    else totals.push({ date, usedBytes });
  }
  return totals;
}

/** Those on a date and after it; `days` oldest first. Rules look at the last few of a month, for every eSIM. */
export function daysFrom(days: readonly DailyUsage[], from: CalendarDate): readonly DailyUsage[] {
  let first = days.length;
  for (let day = days[first - 1]; day !== undefined && day.date >= from; day = days[first - 1]) first -= 1;
  return days.slice(first);
}
