import { randomUUID } from 'node:crypto';
import type { CycleResult } from '../ports/cycle-result.js';
import type { SharedQueue } from '../ports/shared-queue.js';
import { type ScheduledPollContext, scheduledPoll } from '../run/scheduled-poll.js';
import { deliverTogether } from './deliver-together.js';
import { Interrupted } from './interrupted.js';
import { isPassing } from './passing.js';
import { begunEarlier, shareUsage } from './share-usage.js';
import { endCycle, leadCycle, requireLead } from './under-way.js';

/**
 * Leads a poll that all workers share, or leads on the one whose leader died. Of the shared fleet each worker polls parts.
 *
 * @throws Interrupted when this worker ends or another leads the poll: it goes on elsewhere.
 */
export async function sharedPoll(
  ctx: ScheduledPollContext,
  queue: SharedQueue,
  signal: AbortSignal,
  { whole }: { readonly whole: boolean },
): Promise<CycleResult> {
  const { underWay, isTakenOver } = await leadCycle(
    ctx.store,
    { leader: randomUUID(), holder: ctx.holder },
    ctx.now(),
  );
  ctx.log.info(
    { event: 'poll-led', cycle: underWay.cycle, takenOver: isTakenOver },
    isTakenOver ? 'this daemon leads the poll that another began' : 'this daemon leads the poll',
  );
  const goOn = async () => {
    if (signal.aborted) throw new Interrupted();
    await requireLead(ctx.store, underWay);
  };
  const result = await orElsewhere(
    signal,
    () =>
      scheduledPoll(ctx, signal, {
        whole,
        shared: {
          cycle: underWay.cycle,
          startedAt: underWay.startedAt,
          begun: begunEarlier(underWay),
          pollUsage: (shared, begun, onProgress) =>
            shareUsage({ ctx: shared, queue, underWay, signal, onProgress }, begun),
          deliver: (shared, options) => deliverTogether(shared, queue, { ...options, signal }),
          goOn,
        },
      }),
    () => endCycle(ctx.store, underWay),
  );
  await endCycle(ctx.store, underWay);
  return result;
}

/** A cycle that goes on elsewhere, or when the database is back, stays as it is for whoever leads it then. */
async function orElsewhere<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
  end: () => Promise<void>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) throw new Interrupted();
    if (!(error instanceof Interrupted || isPassing(error))) await end();
    throw error;
  }
}
