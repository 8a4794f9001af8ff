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
