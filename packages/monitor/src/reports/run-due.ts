import { isDeepStrictEqual } from 'node:util';
import { dateOf, HOUR, MINUTE, type UnixSeconds } from '@roamwatch/core';
import { monthBefore, parseMonth, type WrittenReports, writeReports } from '@roamwatch/report';
import { noticesToAll } from '../deliver/notice.js';
import { JOBS_DONE, reportJobName, withJobDone } from '../schedule/overdue.js';
import type { ScheduledReport } from '../settings.js';
import { closeDueMonths } from './close-due.js';
import type { ReportContext } from './context.js';
import { reportMessages } from './messages.js';
import { monthsToClose, openReasonInWords, reasonNotToCloseYet } from './open-months.js';
import {
  afterOccurrence,
  type ReportScheduleState,
  saveScheduleState,
  scheduleStateKey,
  scheduleStateOf,
} from './schedule-state.js';
import { openReportSource } from './source.js';

/** A report that is delayed longer than this triggers a notice. */
const OVERDUE_AFTER = HOUR;

/** A month that stays open for longer than this many is delivered again by hand. */
const MOST_PRELIMINARY = 24;

/**
 * Closes what is due and writes the scheduled reports. What was missed while the daemon was down is caught up
 * once for each month reported on; what fails is retried with growing pauses. Never throws.
 */
export async function runDueReports(ctx: ReportContext): Promise<void> {
  for (const report of ctx.config.reports) await runDueReport(ctx, report);
}

/** The same for one of them. */
export async function runDueReport(ctx: ReportContext, report: ScheduledReport): Promise<void> {
  let state = await scheduleStateOf(ctx, report);
  let known = await ctx.store.settings.get(scheduleStateKey(report));
  const save = async (month: string, after: ReportScheduleState) => {
    state = await deliver(ctx, report, after, month, known);
    known = state;
  };
  try {
    await closeDueMonths(ctx, report);
    if (state.retryAt <= ctx.now()) {
      for (const month of await closedSince(ctx, state))
        await save(month, { ...state, failures: 0, retryAt: 0 });
    }
    for (;;) {
      state = skipSuperseded(ctx, report, state);
      if (state.next === null || state.next > ctx.now() || state.retryAt > ctx.now()) break;
      const reason = await reasonToWait(ctx, report, monthOf(ctx, state.next));
      if (reason !== null) {
        if (ctx.now() - state.next > OVERDUE_AFTER)
          await notifyOfTrouble(ctx, report, state, `it waits: ${reason}`);
        break;
      }
      await save(monthOf(ctx, state.next), afterOccurrence(ctx, report, state));
    }
  } catch (error) {
    if (error instanceof DoneByAnother) return;
    const failures = state.failures + 1;
    const why = error instanceof Error ? error.message : String(error);
    ctx.log.error({ event: 'report-failed', report: report.name, failures }, why);
    const retryAt = ctx.now() + Math.min(HOUR, 5 * MINUTE * 2 ** Math.min(failures - 1, 10));
    await notifyOfTrouble(
      ctx,
      report,
      await saveScheduleState(ctx, report, { ...state, failures, retryAt }),
      why,
    );
  }
}

/** Another worker has written the report, because this one was stopped for too long. */
class DoneByAnother extends Error {
  override readonly name = 'DoneByAnother';
}

/** The month before the one an occurrence falls into. */
function monthOf(ctx: ReportContext, occurrence: UnixSeconds): string {
  return monthBefore(dateOf(occurrence, ctx.config.timeZone).slice(0, 7));
}

/** Of several missed occurrences about the same month only the last is done. */
function skipSuperseded(
  ctx: ReportContext,
  report: ScheduledReport,
  state: ReportScheduleState,
): ReportScheduleState {
  let current = state;
  while (current.next !== null && current.next <= ctx.now()) {
    const following = afterOccurrence(ctx, report, current);
    const superseded =
      following.next !== null &&
      following.next <= ctx.now() &&
      monthOf(ctx, following.next) === monthOf(ctx, current.next);
    if (!superseded) break;
    current = {
      ...following,
      notified: current.notified,
      failures: current.failures,
      retryAt: current.retryAt,
    };
  }
  return current;
}

/** Why the report on a month cannot be written yet, in words; null when it can. */
async function reasonToWait(
  ctx: ReportContext,
  report: ScheduledReport,
  month: string,
): Promise<string | null> {
  const polledAt = await ctx.store.cycles.lastGoodAt();
  if (polledAt === null || dateOf(polledAt, ctx.config.timeZone) < parseMonth(month).to) {
    return `no poll has succeeded since ${month} ended`;
  }
  const toClose = await monthsToClose(ctx, report);
  const reason = toClose.includes(month) ? await reasonNotToCloseYet(ctx, report, month) : null;
  return reason === null ? null : `${month} cannot be closed yet: ${openReasonInWords(reason)}`;
}

/** Months that were delivered as preliminary and have been closed since, by whatever way: their final files follow. */
async function closedSince(
  { store }: ReportContext,
  { preliminary }: ReportScheduleState,
): Promise<readonly string[]> {
  if (preliminary.length === 0) return [];
  const { closings } = await store.closing.history();
  const closed = new Set(closings.map(({ month }) => month));
  return preliminary.filter((one) => closed.has(one));
}

/**
 * Writes the files of a month and queues them, in one transaction with the state after it.
 *
 * @param known the state as it was stored before.
 * @throws DoneByAnother when it is another one by now.
 */
async function deliver(
  ctx: ReportContext,
  report: ScheduledReport,
  after: ReportScheduleState,
  month: string,
  known: unknown,
): Promise<ReportScheduleState> {
  const written = await write(ctx, report, month);
  const others = after.preliminary.filter((one) => one !== month);
  const isFinal = written.manifest.periodStatus === 'closed';
  const done = { ...after, preliminary: isFinal ? others : [...others, month].slice(-MOST_PRELIMINARY) };
  const messages = await reportMessages(report, written, ctx.now(), ctx.config.timeZone);
  const now = ctx.now();
  await ctx.store.settings.change([JOBS_DONE, scheduleStateKey(report)], (was) => {
    if (!isDeepStrictEqual(was[scheduleStateKey(report)], known)) throw new DoneByAnother();
    return {
      set: {
        [JOBS_DONE]: withJobDone(was[JOBS_DONE], reportJobName(report.name), now),
        [scheduleStateKey(report)]: done,
      },
      queue: messages,
    };
  });
  const files = written.manifest.files.map(({ name, rows }) => ({ name, rows }));
  ctx.log.info(
    { event: 'report-written', report: report.name, files },
    `${report.name}: ${month} is written (${isFinal ? 'final' : 'preliminary'})`,
  );
  return done;
}

async function write(ctx: ReportContext, report: ScheduledReport, month: string): Promise<WrittenReports> {
  const source = await openReportSource(ctx.store);
  try {
    return await writeReports({
      source,
      kinds: report.kinds,
      period: parseMonth(month),
      profile: report.profile,
      timeZone: ctx.config.timeZone,
      directory: report.dir,
    });
  } finally {
    await source.close();
  }
}

/** Once an occurrence. */
async function notifyOfTrouble(
  { store, config, now }: ReportContext,
  report: ScheduledReport,
  state: ReportScheduleState,
  why: string,
): Promise<void> {
  if (state.notified) return;
  const notice = {
    title: `The report ${report.name} has not been written yet`,
    text: `${why}\nRoamwatch keeps retrying. If you already know the cause, no action is needed.`,
  };
  await store.settings.change([], () => ({
    set: { [scheduleStateKey(report)]: { ...state, notified: true } satisfies ReportScheduleState },
    queue: noticesToAll(config.receivers, notice, now()),
  }));
}
