import { DAY, HOUR, type UnixSeconds } from '@roamwatch/core';
import { createTask } from 'node-cron';
import { isoInstant } from '../cli/output.js';
import type { Context } from '../context.js';

/** Whether Roamwatch is doing its work, with what speaks against it. */
export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly string[];
  readonly lastGoodPoll: string | null;
}

/** A message that waits longer than this means that delivery has stopped working. */
const STUCK_AFTER = HOUR;

/**
 * Ready means: the database answers, the last good poll is not much older than the schedule promises, and no
 * message is stuck.
 */
export function readiness(ctx: Context): Readiness {
  const now = ctx.now();
  const lastGood = ctx.store.cycles.lastGoodAt();
  const { oldestPendingAt } = ctx.store.outbox.counts();
  const reasons: string[] = [];
  if (lastGood === null) reasons.push('no poll has succeeded yet');
  else if (now > pollOverdueAt(ctx, lastGood))
    reasons.push(`the last good poll was at ${isoInstant(lastGood)}`);
  if (oldestPendingAt !== null && now - oldestPendingAt > STUCK_AFTER) {
    reasons.push(`a message has been waiting since ${isoInstant(oldestPendingAt)}`);
  }
  return { ready: reasons.length === 0, reasons, lastGoodPoll: isoInstant(lastGood) };
}

/** A poll is overdue when two scheduled ones should have followed the last good one. */
function pollOverdueAt(ctx: Context, lastGood: UnixSeconds): UnixSeconds {
  const task = createTask(ctx.config.poll.schedule, () => {}, { timezone: ctx.config.timeZone });
  try {
    const [first, second] = task.getNextRuns(2);
    const interval = first && second ? (second.getTime() - first.getTime()) / 1000 : DAY;
    return lastGood + 2 * Math.max(interval, HOUR / 2);
  } finally {
    void task.destroy();
  }
}
