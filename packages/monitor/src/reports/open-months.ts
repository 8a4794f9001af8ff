import { counted, dateOf } from '@roamwatch/core';
import { monthAfter, monthBefore, parseMonth } from '@roamwatch/report';
import type { ScheduledReport } from '../settings.js';
import type { OpenMonthsContext, ReportScheduleContext } from './context.js';
import { firstSeen } from './schedule-state.js';

/** Why a month that has ended is not closed. */
export type OpenReason =
  /** Closed once and reopened: closed manually. */
  | { readonly kind: 'reopened' }
  /** No report closes months. */
  | { readonly kind: 'manual' }
  /** It ended before the report that closes months was configured: closed manually. */
  | { readonly kind: 'before-schedule'; readonly report: string }
  | { readonly kind: 'not-due'; readonly report: string }
  /** No poll has succeeded since it was due. */
  | { readonly kind: 'no-poll' }
  /** The purchases of so many of its eSIMs were last read before it ended. */
  | { readonly kind: 'purchases-missing'; readonly esims: number }
  /** Months close in order, and this earlier one is pending. */
  | { readonly kind: 'earlier-month'; readonly month: string };

/** A month that has ended and is not closed, and why. */
export interface OpenMonth {
  readonly month: string;
  readonly reason: OpenReason;
}

/** Every month that has ended and is not closed, from the first with figures or a closing on, oldest first. */
export async function openMonths(ctx: OpenMonthsContext): Promise<readonly OpenMonth[]> {
  const last = monthBefore(dateOf(ctx.now(), ctx.config.timeZone).slice(0, 7));
  const { closings, events } = await ctx.store.closing.history();
  const firstWithRows = await ctx.store.closing.firstMonthWithRows();
  const first = [firstWithRows ?? last, ...events.map(({ month }) => month)].reduce(earlier);
  const closed = new Set(closings.map(({ month }) => month));
  const reopened = new Set(events.map(({ month }) => month));
  const report = ctx.config.reports.find(({ closeAfter }) => closeAfter !== null);
  const open: OpenMonth[] = [];
  let waiting: string | null = null;
  for (const month of monthsFrom(first, last)) {
    if (closed.has(month)) continue;
    const reason: OpenReason = reopened.has(month)
      ? { kind: 'reopened' }
      : report === undefined
        ? await reasonWithoutReport(ctx)
        : await reasonOf(ctx, report, month, waiting);
    if (reason.kind === 'no-poll' || reason.kind === 'purchases-missing') waiting ??= month;
    open.push({ month, reason });
  }
  return open;
}

/**
 * Months a report closes automatically, oldest first, gaps included: those that ended long enough ago, and not before
 * the report was configured. A month that was closed before, and reopened, is closed manually.
 */
export async function monthsToClose(
  ctx: ReportScheduleContext,
  report: ScheduledReport,
): Promise<readonly string[]> {
  if (report.closeAfter === null) return [];
  const { events } = await ctx.store.closing.history();
  const handled = new Set(events.map(({ month }) => month));
  return monthsFrom(await firstWatched(ctx, report), lastDue(ctx, report)).filter(
    (month) => !handled.has(month),
  );
}

/** Why a month that is due cannot be closed yet; null when it can. */
export async function reasonNotToCloseYet(
  ctx: OpenMonthsContext,
  report: ScheduledReport,
  month: string,
): Promise<OpenReason | null> {
  const period = parseMonth(month);
  const polledAt = await ctx.store.cycles.lastGoodAt();
  if (polledAt === null || dateOf(polledAt - (report.closeAfter ?? 0), ctx.config.timeZone) < period.to) {
    return { kind: 'no-poll' };
  }
  const esims = await ctx.store.purchases.historiesMissing(period);
  return esims > 0 ? { kind: 'purchases-missing', esims } : null;
}

/** The reason as a phrase for `report closings`, in English. */
export function openReasonInWords(reason: OpenReason): string {
  switch (reason.kind) {
    case 'reopened':
      return 'reopened; close it manually';
    case 'manual':
      return 'no report has closeAfter; close it manually';
    case 'before-schedule':
      return `ended before report ${reason.report} was configured; close it manually`;
    case 'not-due':
      return `not due yet (closeAfter of report ${reason.report})`;
    case 'no-poll':
      return 'no poll has succeeded since it was due';
    case 'purchases-missing':
      return `the purchases of ${counted(reason.esims, 'eSIM')} have not been read since it ended`;
    case 'earlier-month':
      return `months close in order; ${reason.month} is not closed yet`;
  }
}

/** Nothing can be closed before the first good poll, not even manually. */
async function reasonWithoutReport({ store }: OpenMonthsContext): Promise<OpenReason> {
  return (await store.cycles.lastGoodAt()) === null ? { kind: 'no-poll' } : { kind: 'manual' };
}

async function reasonOf(
  ctx: OpenMonthsContext,
  report: ScheduledReport,
  month: string,
  waiting: string | null,
): Promise<OpenReason> {
  if (month < (await firstWatched(ctx, report))) return { kind: 'before-schedule', report: report.name };
  if (month > lastDue(ctx, report)) return { kind: 'not-due', report: report.name };
  if (waiting !== null) return { kind: 'earlier-month', month: waiting };
  return (await reasonNotToCloseYet(ctx, report, month)) ?? { kind: 'not-due', report: report.name };
}

async function firstWatched(ctx: ReportScheduleContext, report: ScheduledReport): Promise<string> {
  return dateOf(await firstSeen(ctx, report), ctx.config.timeZone).slice(0, 7);
}

function lastDue(ctx: ReportScheduleContext, report: ScheduledReport): string {
  return monthBefore(dateOf(ctx.now() - (report.closeAfter ?? 0), ctx.config.timeZone).slice(0, 7));
}

function monthsFrom(first: string, last: string): readonly string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
