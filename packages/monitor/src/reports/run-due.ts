import { dateOf, HOUR, MINUTE, type UnixSeconds } from '@roamwatch/core';
import { monthBefore, parseMonth, type WrittenReports, writeReports } from '@roamwatch/report';
import { tellReceivers } from '../deliver/notice.js';
import { dutyDone, reportDuty } from '../schedule/duties.js';
import type { ScheduledReport } from '../settings.js';
import { type Agenda, agendaOf, movedOn, saveAgenda } from './agenda.js';
import { closeDueMonths, closingWaitsFor, monthsToClose } from './close-due.js';
import type { ReportContext } from './context.js';
import { mailReports } from './mail.js';
import { openReportSource } from './source.js';

/** A report that waits longer than this is worth a word. */
const OVERDUE_AFTER = HOUR;

/**
 * Closes what is due and writes what the schedules ask for. What was missed while the daemon was down is made up
 * for once a month reported on; what fails is tried again with growing pauses. Never throws.
 */
export async function runDueReports(ctx: ReportContext): Promise<void> {
  for (const report of ctx.config.reports) {
    let agenda = agendaOf(ctx, report);
    try {
      await closeDueMonths(ctx, report);
      for (;;) {
        agenda = skipSuperseded(ctx, report, agenda);
        if (agenda.next === null || agenda.next > ctx.now() || agenda.retryAt > ctx.now()) break;
        const reason = waitsFor(ctx, report, monthOf(ctx, agenda.next));
        if (reason !== null) {
          if (ctx.now() - agenda.next > OVERDUE_AFTER)
            tellOfTrouble(ctx, report, agenda, `it waits: ${reason}`);
          break;
        }
        agenda = await run(ctx, report, agenda, monthOf(ctx, agenda.next));
      }
    } catch (error) {
      const failures = agenda.failures + 1;
      const why = error instanceof Error ? error.message : String(error);
      ctx.log.error({ event: 'report-failed', report: report.name, failures }, why);
      const retryAt = ctx.now() + Math.min(HOUR, 5 * MINUTE * 2 ** Math.min(failures - 1, 10));
      tellOfTrouble(ctx, report, saveAgenda(ctx, report, { ...agenda, failures, retryAt }), why);
    }
  }
}

/** The month before the one an occurrence falls into. */
function monthOf(ctx: ReportContext, occurrence: UnixSeconds): string {
  return monthBefore(dateOf(occurrence, ctx.config.timeZone).slice(0, 7));
}

/** Of several missed occurrences about the same month only the last is done. */
function skipSuperseded(ctx: ReportContext, report: ScheduledReport, agenda: Agenda): Agenda {
  let current = agenda;
  while (current.next !== null && current.next <= ctx.now()) {
    const following = movedOn(ctx, report, current);
    const superseded =
      following.next !== null &&
      following.next <= ctx.now() &&
      monthOf(ctx, following.next) === monthOf(ctx, current.next);
    if (!superseded) break;
    current = { ...following, told: current.told, failures: current.failures, retryAt: current.retryAt };
  }
  return current;
}

/** Why the report on a month cannot be written yet, in words; null when it can. */
function waitsFor(ctx: ReportContext, report: ScheduledReport, month: string): string | null {
  const polledAt = ctx.store.cycles.lastGoodAt();
  if (polledAt === null || dateOf(polledAt, ctx.config.timeZone) < parseMonth(month).to) {
    return `no poll has succeeded since ${month} ended`;
  }
  return monthsToClose(ctx, report).includes(month) ? closingWaitsFor(ctx, report, month) : null;
}

async function run(
  ctx: ReportContext,
  report: ScheduledReport,
  agenda: Agenda,
  month: string,
): Promise<Agenda> {
  const written = await write(ctx, report, month);
  const done = movedOn(ctx, report, agenda);
  ctx.store.transaction(() => {
    mailReports(ctx, report, written);
    dutyDone(ctx, reportDuty(report.name));
    saveAgenda(ctx, report, done);
  });
  const files = written.manifest.files.map(({ name, rows }) => ({ name, rows }));
  ctx.log.info(
    { event: 'report-written', report: report.name, files },
    `${report.name}: ${month} is written`,
  );
  return done;
}

async function write(ctx: ReportContext, report: ScheduledReport, month: string): Promise<WrittenReports> {
  const source = openReportSource(ctx.store);
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
    source.close();
  }
}

/** Once an occurrence. */
function tellOfTrouble(ctx: ReportContext, report: ScheduledReport, agenda: Agenda, why: string): void {
  if (agenda.told) return;
  ctx.store.transaction(() => {
    saveAgenda(ctx, report, { ...agenda, told: true });
    tellReceivers(ctx, {
      title: `The report ${report.name} could not be made yet`,
      text: `${why}\nRoamwatch goes on trying; there is nothing to do if the cause is known.`,
    });
  });
}
