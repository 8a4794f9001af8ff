import type { ScheduledReport } from '../settings.js';
import { closeMonth } from './close-month.js';
import type { ReportContext } from './context.js';
import { monthsToClose, reasonNotToCloseYet } from './open-months.js';

/** Closes the months that are due, oldest first, until one cannot be closed yet; returns those it closed. */
export async function closeDueMonths(
  ctx: ReportContext,
  report: ScheduledReport,
): Promise<readonly string[]> {
  const months: string[] = [];
  for (const month of await monthsToClose(ctx, report)) {
    if ((await reasonNotToCloseYet(ctx, report, month)) !== null) break;
    const { usedBytes, ...closed } = await closeMonth(
      { store: ctx.store, now: ctx.now(), timeZone: ctx.config.timeZone },
      month,
    );
    ctx.log.info({ event: 'month-closed', ...closed, usedBytes: String(usedBytes) }, `${month} is closed`);
    months.push(month);
  }
  return months;
}
