import { PassThrough, Readable } from 'node:stream';
import { type Completeness, dateOf } from '@roamwatch/core';
import { type OpenMonthsContext, openMonths, openReportSource } from '@roamwatch/monitor';
import { monthAfter, parseMonth, REPORT_KINDS, type ReportKind, writeReport } from '@roamwatch/report';
import type { MonthLine, ReportFile, ReportSource } from '@roamwatch/web';
import type { Context } from '../context.js';
import type { AfterPoll } from './after-poll.js';

export function reportSource(current: () => Context, afterPoll: AfterPoll): ReportSource {
  return {
    async months() {
      const ctx = current();
      const { closings, events } = await ctx.store.closing.history();
      const running = dateOf(ctx.now(), ctx.config.timeZone).slice(0, 7);
      const books = countedOnce(ctx, afterPoll);
      const first = (await books.store.closing.firstMonthWithRows()) ?? closings[0]?.month;
      if (first === undefined) return [];
      const waiting = new Map((await openMonths(books)).map(({ month, reason }) => [month, reason]));
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
          completeness: closing
            ? closing.completeness
            : await afterPoll.get(ctx, `completeness ${month}`, () => completenessOf(ctx, month)),
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

/** The same books, of which what reads the whole fleet is read once after each poll. */
function countedOnce(ctx: Context, afterPoll: AfterPoll): OpenMonthsContext {
  const { settings, cycles, closing, purchases } = ctx.store;
  return {
    config: ctx.config,
    now: ctx.now,
    store: {
      settings,
      cycles,
      closing: {
        ...closing,
        firstMonthWithRows: () => afterPoll.get(ctx, 'first month', () => closing.firstMonthWithRows()),
      },
      purchases: {
        ...purchases,
        historiesMissing: (month) =>
          afterPoll.get(ctx, `histories ${month.from}`, () => purchases.historiesMissing(month)),
      },
    },
  };
}

async function completenessOf({ store }: Context, month: string): Promise<Completeness> {
  const snapshot = await store.snapshot();
  try {
    return await snapshot.completeness(parseMonth(month));
  } finally {
    await snapshot.close();
  }
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
