import { deliver } from '../deliver/deliver.js';
import { addReminders } from '../deliver/reminders.js';
import { pollBetweenListings } from '../poll/adaptive/between-listings.js';
import type { PollContext } from '../poll/context.js';
import { evaluateByClock } from '../poll/evaluate.js';
import type { ReportContext } from '../reports/context.js';
import { runDueReports } from '../reports/run-due.js';

/** What comes about between two polls: adaptive questions, expiry, the end of a silence, a retry, a reminder, a report. */
export async function tick(ctx: PollContext & ReportContext, signal?: AbortSignal): Promise<void> {
  await pollBetweenListings(ctx, signal);
  await evaluateByClock(ctx);
  await addReminders(ctx);
  await runDueReports(ctx);
  await deliver(ctx, signal ? { signal } : {});
}
