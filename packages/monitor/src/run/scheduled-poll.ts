import { performance } from 'node:perf_hooks';
import { planAndChoose } from '../poll/adaptive/plan.js';
import type { PollContext } from '../poll/context.js';
import { pollCycle } from '../poll/cycle.js';
import type { SharedCycle } from '../poll/cycle-options.js';
import { logProgress } from '../poll/progress.js';
import type { CycleResult } from '../ports/cycle-result.js';
import type { Observer } from '../ports/observer.js';
import { Interrupted } from '../share/interrupted.js';
import { type HeartbeatContext, sendHeartbeat } from './heartbeat.js';
import { notifyOfSlowPoll } from './slow-poll.js';

export type ScheduledPollContext = PollContext &
  HeartbeatContext & { readonly observer: Pick<Observer, 'poll'> };

export interface ScheduledPollOptions {
  /** All eSIMs are polled, also where a schedule would choose those that are due. */
  readonly whole?: boolean;
  /** It is shared with other workers. */
  readonly shared?: SharedCycle;
}

/** A poll of the daemon: counted, and followed by a heartbeat when it was good. */
export async function scheduledPoll(
  ctx: ScheduledPollContext,
  signal: AbortSignal,
  { whole = false, shared }: ScheduledPollOptions = {},
): Promise<CycleResult> {
  const startedAt = ctx.now();
  const started = performance.now();
  const count = (result: CycleResult | null) =>
    ctx.observer.poll(result, (performance.now() - started) / 1000);
  let result: CycleResult;
  try {
    const choose = whole || ctx.config.poll.adaptive === null ? {} : { choose: planAndChoose };
    result = await pollCycle(ctx, {
      signal,
      onProgress: logProgress(ctx.log),
      ...choose,
      ...(shared && { shared }),
    });
  } catch (error) {
    // One that goes on elsewhere is counted there.
    if (shared === undefined || !(signal.aborted || error instanceof Interrupted)) count(null);
    throw error;
  } finally {
    await ctx.requests?.save();
  }
  count(result);
  if (!signal.aborted) await notifyOfSlowPoll(ctx, startedAt, result);
  if (result.problems.length === 0 && !signal.aborted) await sendHeartbeat(ctx, signal);
  return result;
}
