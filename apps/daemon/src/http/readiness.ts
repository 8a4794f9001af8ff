import { HOUR } from '@roamwatch/core';
import { listShortfall, scheduledJobs } from '@roamwatch/monitor';
import { StoreError } from '@roamwatch/store';
import type { Context } from '../context.js';
import { isoInstant } from '../iso-instant.js';

/** Whether Roamwatch is doing its work, with what speaks against it. */
export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly string[];
  readonly lastGoodPoll: string | null;
  /** Since when the oldest pending message is queued; null when none is pending. */
  readonly oldestMessage: string | null;
  /** When each report by schedule was last written. */
  readonly reports: Readonly<Record<string, string | null>>;
}

/** A message that is pending for longer than this means that delivery has stopped working. */
const STUCK_AFTER = HOUR;

/** Ready means: the database answers, polls and reports are not overdue, and no message is stuck. */
export async function readiness(ctx: Context): Promise<Readiness> {
  try {
    return await assess(ctx);
  } catch (error) {
    const why = error instanceof StoreError ? error.message : 'see the log';
    const reasons = [`the database does not answer: ${why}`];
    return { ready: false, reasons, lastGoodPoll: null, oldestMessage: null, reports: {} };
  }
}

async function assess(ctx: Context): Promise<Readiness> {
  const { oldestPendingAt } = await ctx.store.outbox.counts();
  const lastGoodPoll = isoInstant(await ctx.store.cycles.lastGoodAt());
  const duties = await scheduledJobs(ctx);
  const reasons: string[] = [];
  if (lastGoodPoll === null) reasons.push('no poll has succeeded yet');
  for (const { name, lastDoneAt, overdueBy } of duties) {
    const last =
      lastDoneAt === null ? 'it was never done' : `the last good one was at ${isoInstant(lastDoneAt)}`;
    if (overdueBy > 0) reasons.push(`${name} is overdue: ${last}`);
  }
  if (oldestPendingAt !== null && ctx.now() - oldestPendingAt > STUCK_AFTER) {
    reasons.push(`a message has been pending since ${isoInstant(oldestPendingAt)}`);
  }
  const shortfall = await listShortfall(ctx);
  if (shortfall !== null) reasons.push(shortfall);
  const reports = duties.filter(({ name }) => name.startsWith('report '));
  return {
    ready: reasons.length === 0,
    reasons,
    lastGoodPoll,
    oldestMessage: isoInstant(oldestPendingAt),
    reports: Object.fromEntries(
      reports.map((duty) => [duty.name.slice('report '.length), isoInstant(duty.lastDoneAt)]),
    ),
  };
}
