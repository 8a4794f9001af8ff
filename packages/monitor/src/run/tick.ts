import type { UnixSeconds } from '@roamwatch/core';
import type { Notification } from '@roamwatch/store';
import { evaluateBudgetsWhenDue } from '../budgets/evaluate.js';
import { pullBack } from '../database/pull-back.js';
import { deliver } from '../deliver/deliver.js';
import { planMessages } from '../deliver/plan-messages.js';
import { addReminders } from '../deliver/reminders.js';
import { pollBetweenListings } from '../poll/adaptive/between-listings.js';
import type { PollContext } from '../poll/context.js';
import { evaluateByClock } from '../poll/evaluate.js';
import type { ReportContext } from '../reports/context.js';
import { runDueReports } from '../reports/run-due.js';
import type { SummaryContext } from '../summary/context.js';
import { runDueSummaries } from '../summary/run-due.js';

/** The work between two polls: adaptive questions, expiry, the end of a silence, a retry, a reminder, a report. */
export async function tick(
  ctx: PollContext & ReportContext & SummaryContext,
  signal?: AbortSignal,
): Promise<void> {
  await pollBetweenListings(ctx, signal);
  await tickByClock(ctx, null);
  await deliver(ctx, signal ? { signal } : {});
}

/**
 * The changes that the clock alone makes. It waits for no other system, so that none can delay it.
 *
 * @param pollingSince when the poll under way began; null without one. What it found until now stays pending, because what
 * one poll finds is one message.
 * @param report runs a report by its name, where it is not done here.
 */
export async function tickByClock(
  ctx: PollContext & ReportContext & SummaryContext,
  pollingSince: UnixSeconds | null,
  report?: (name: string) => Promise<void>,
): Promise<void> {
  await pullBack(ctx);
  const { alerts } = await evaluateByClock(ctx);
  const budgets = await evaluateBudgetsWhenDue(ctx);
  await addReminders(ctx);
  if (report) for (const { name } of ctx.config.reports) await report(name);
  else await runDueReports(ctx);
  await runDueSummaries(ctx);
  if (pollingSince === null) return planMessages(ctx, ctx.now());
  // Before the first good poll all is left to its summary.
  if ((await ctx.store.cycles.lastGoodAt()) === null) return;
  const ofThePoll = ({ at, change, alertId }: Notification) =>
    at >= pollingSince && change !== 'reminder' && !alerts.has(alertId) && !budgets.has(alertId);
  await planMessages(ctx, ctx.now(), { leave: ofThePoll });
}
