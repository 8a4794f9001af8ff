import { dateOf } from '@roamwatch/core';
import { monthAfter, monthBefore, parseMonth } from '@roamwatch/report';
import type { ScheduledReport } from '../settings.js';
import { closeMonth } from './close-month.js';
import type { ReportContext, ReportScheduleContext } from './context.js';
import { scheduleStateOf } from './schedule-state.js';

/** Closes the months that are due, oldest first, until one has to wait. */
export async function closeDueMonths(ctx: ReportContext, report: ScheduledReport): Promise<void> {
  for (const month of await monthsToClose(ctx, report)) {
    if ((await reasonNotToCloseYet(ctx, report, month)) !== null) return;
    const { usedBytes, ...closed } = await closeMonth(
      { store: ctx.store, now: ctx.now(), timeZone: ctx.config.timeZone },
      month,
    );
    ctx.log.info({ event: 'month-closed', ...closed, usedBytes: String(usedBytes) }, `${month} is closed`);
  }
}

/**
 * Months a report closes by itself, oldest first: those that ended long enough ago, after the newest month that was
 * ever closed, and not before the report was configured. A month that was reopened is closed by hand.
 */
export async function monthsToClose(
  ctx: ReportScheduleContext,
  report: ScheduledReport,
): Promise<readonly string[]> {
  if (report.closeAfter === null) return [];
  const { timeZone } = ctx.config;
  const newest = monthBefore(dateOf(ctx.now() - report.closeAfter, timeZone).slice(0, 7));
  const watchedFrom = dateOf(scheduleStateOf(ctx, report).since, timeZone).slice(0, 7);
  const { events } = await ctx.store.closing.history();
  const handled = events.map(({ month }) => monthAfter(month));
  const months: string[] = [];
  for (let month = [watchedFrom, ...handled].reduce(later); month <= newest; month = monthAfter(month)) {
    months.push(month);
  }
  return months;
}

/** Why a month that is due cannot be closed yet, in words; null when it can. */
export async function reasonNotToCloseYet(
  ctx: ReportContext,
  report: ScheduledReport,
  month: string,
): Promise<string | null> {
  const period = parseMonth(month);
  const polledAt = ctx.store.cycles.lastGoodAt();
  if (polledAt === null || dateOf(polledAt - (report.closeAfter ?? 0), ctx.config.timeZone) < period.to) {
    return `${month} is closed once a poll succeeds: none has since it was due`;
  }
  const missing = await ctx.store.purchases.historiesMissing(period);
  if (missing > 0) return `${month} is closed once the purchases of ${missing} more eSIMs were asked for`;
  return null;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
