import type { Context } from '../context.js';
import { deliver } from '../deliver/deliver.js';
import { addReminders } from '../deliver/reminders.js';
import { askBetweenListings } from '../poll/adaptive/between-listings.js';
import { evaluateByClock } from '../poll/evaluate.js';
import { emptySummary } from '../poll/summary.js';
import { runDueReports } from '../reports/run-due.js';

/** What comes about between two polls: adaptive questions, expiry, the end of a silence, a retry, a reminder, a report. */
export async function everyMinute(ctx: Context, signal?: AbortSignal): Promise<void> {
  await askBetweenListings(ctx, signal);
  evaluateByClock(ctx, emptySummary());
  addReminders(ctx);
  await runDueReports(ctx);
  await deliver(ctx, signal ? { signal } : {});
}
