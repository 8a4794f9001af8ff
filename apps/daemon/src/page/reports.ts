import { PassThrough, Readable } from 'node:stream';
import { dateOf } from '@roamwatch/core';
import { openMonths, openReportSource } from '@roamwatch/monitor';
import { monthAfter, parseMonth, REPORT_KINDS, type ReportKind, writeReport } from '@roamwatch/report';
import type { MonthLine, ReportFile, ReportSource } from '@roamwatch/web';
import type { Context } from '../context.js';
import { OpenCompleteness } from './open-completeness.js';

export function reportSource(current: () => Context): ReportSource {
  const completeness = new OpenCompleteness();
  return {
    async months() {
      const ctx = current();
      const { closings, events } = await ctx.store.closing.history();
      const running = dateOf(ctx.now(), ctx.config.timeZone).slice(0, 7);
      const first = (await ctx.store.closing.firstMonthWithRows()) ?? closings[0]?.month;
      if (first === undefined) return [];
      const waiting = new Map((await openMonths(ctx)).map(({ month, reason }) => [month, reason]));
      const lines: MonthLine[] = [];
      for (let month = first; month <= running; month = monthAfter(month)) {
        const closing = closings.find((one) => one.month === month);
        const event = events.findLast((one) => one.month === month && one.action === 'closed');
        lines.push({
          month,
          state: closing ? 'closed' : month === running ? 'running' : 'open',
          closedAt: closing?.closedAt ?? null,
          closedBy: closing ? (event?.actor ?? null) : null,
          dataAsOf: closing?.dataAsOf ?? null,
          completeness: closing ? closing.completeness : await completeness.of(ctx, month),
          waiting: waiting.get(month) ?? null,
          files: REPORT_KINDS.map((kind) => fileName(kind, month)),
        });
      }
      return lines.toReversed();
    },
    async file(month, name) {
      const kind = REPORT_KINDS.find((one) => fileName(one, month) === name);
      return kind === undefined || Number(month.slice(5)) > 12 ? null : streamReport(current(), kind, month);
    },
  };
}

function fileName(kind: ReportKind, month: string): string {
  return `${kind}-${month}.csv`;
}

/** Written while it is read, so that a long month takes no memory. */
async function streamReport(ctx: Context, kind: ReportKind, month: string): Promise<ReportFile> {
  const source = await openReportSource(ctx.store);
  const output = new PassThrough();
  const { timeZone } = ctx.config;
  void write({ source, kind, period: parseMonth(month), profile: 'plain', timeZone }, output);
  return { contentType: 'text/csv; charset=utf-8', body: Readable.toWeb(output) as ReportFile['body'] };

  /** A reader that goes away, or a database that fails, ends the answer where it is. */
  async function write(options: Parameters<typeof writeReport>[0], into: PassThrough): Promise<void> {
    try {
      await writeReport(options, into);
      into.end();
    } catch (error) {
      into.destroy(error instanceof Error ? error : new Error(String(error)));
    } finally {
      await source.close();
    }
  }
}
