import { addDays, type CalendarDate, type DailyUsage, daysBetween } from '@roamwatch/core';

/** Countries that get a colour; the rest are one. */
const SERIES = 5;

export interface Stack {
  /** Largest first; the last one is what is left over, if `hasRest`. */
  readonly series: readonly Series[];
  readonly hasRest: boolean;
  /** Every calendar day from the first to the last, also those without usage. */
  readonly days: readonly StackedDay[];
  /** Of the largest day. */
  readonly peak: number;
  readonly total: number;
}

export interface Series {
  /** As the provider wrote it; empty: unknown, or the rest. */
  readonly location: string;
  readonly total: number;
}

export interface StackedDay {
  readonly date: CalendarDate;
  /** In bytes, in the order of the series. */
  readonly values: readonly number[];
  readonly total: number;
}

/** Usage by day and place as a stack of few series, until the last day with usage or `until`, whichever is later. */
export function stackDays(usage: readonly DailyUsage[], until: CalendarDate, most: number): Stack {
  const last = [until, ...usage.map(({ date }) => date)].sort().at(-1) ?? until;
  const from = addDays(last, 1 - most);
  const shown = usage.filter(({ date }) => date >= from);
  const totals = new Map<string, number>();
  for (const { location, usedBytes } of shown) totals.set(location, (totals.get(location) ?? 0) + usedBytes);
  const ranked = [...totals]
    .map(([location, total]) => ({ location, total }))
    .sort((a, b) => b.total - a.total);
  const hasRest = ranked.length > SERIES;
  const named = hasRest ? ranked.slice(0, SERIES) : ranked;
  const rest = ranked.slice(named.length).reduce((sum, { total }) => sum + total, 0);
  const series = hasRest ? [...named, { location: '', total: rest }] : named;

  const indexOf = new Map(named.map(({ location }, index) => [location, index]));
  const first = [last, ...shown.map(({ date }) => date)].sort()[0] ?? last;
  const days = Array.from({ length: daysBetween(first, last) + 1 }, (_, offset) => ({
    date: addDays(first, offset),
    values: series.map(() => 0),
    total: 0,
  }));
  for (const { date, location, usedBytes } of shown) {
    const day = days[daysBetween(first, date)];
    const index = indexOf.get(location) ?? series.length - 1;
    if (!day) continue;
    day.values[index] = (day.values[index] ?? 0) + usedBytes;
    day.total += usedBytes;
  }
  return {
    series,
    hasRest,
    days,
    peak: Math.max(0, ...days.map(({ total }) => total)),
    total: ranked.reduce((sum, { total }) => sum + total, 0),
  };
}
