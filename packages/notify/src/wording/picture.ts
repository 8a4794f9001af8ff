import type { DayTotal } from '@roamwatch/core';

const STEPS = '▁▂▃▄▅▆▇█';

/** Days a picture shows. */
export const PICTURED_DAYS = 14;

/** The last days as heights from 0 to 1 of the busiest of them; empty when there is nothing to see. */
export function heights(days: readonly DayTotal[]): readonly number[] {
  const shown = days.slice(-PICTURED_DAYS);
  const most = Math.max(0, ...shown.map((day) => day.usedBytes));
  return most === 0 ? [] : shown.map((day) => Math.max(0, day.usedBytes) / most);
}

/** A bar per day in text: "▂▃▅█▁". A day without usage is the lowest bar. */
export function dayBars(days: readonly DayTotal[]): string {
  return heights(days)
    .map((height) => STEPS[Math.round(height * (STEPS.length - 1))])
    .join('');
}

/** Remaining data in ten cells: "███░░░░░░░". Anything left shows at least one. */
export function remainingBar(percent: number): string {
  const full = percent <= 0 ? 0 : Math.max(1, Math.round(percent / 10));
  return '█'.repeat(full) + '░'.repeat(10 - full);
}
