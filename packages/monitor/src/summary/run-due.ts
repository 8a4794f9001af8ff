import { fixedAddressees, type UnixSeconds } from '@roamwatch/core';
import { nextOccurrence } from '../schedule/occurrence.js';
import type { Receiver } from '../settings.js';
import type { SummaryContext } from './context.js';
import { summaryFigures } from './figures.js';

/** Mondays at eight, when somebody plans the week. In the time zone of the configuration. */
const WEEKLY = '0 8 * * 1';

/**
 * Queues the summaries that are due: each occurrence once, and one that was missed because the daemon was down once it is
 * up again. A receiver that is new begins with the next occurrence.
 */
export async function runDueSummaries(ctx: SummaryContext): Promise<void> {
  for (const receiver of ctx.config.receivers) {
    if (receiver.summary === 'weekly') await runDue(ctx, receiver);
  }
}

/** The stored state of a receiver's summaries. */
interface SummaryState {
  /** When the next one is due. */
  readonly next: UnixSeconds | null;
  /** The occurrence of the last one; null before the first. */
  readonly last: UnixSeconds | null;
}

async function runDue(ctx: SummaryContext, receiver: Receiver): Promise<void> {
  const { timeZone } = ctx.config;
  const key = `summary.${receiver.name}`;
  const now = ctx.now();
  const state = stateOf(await ctx.store.settings.get(key));
  const next = nextAfter(now, state.last, timeZone);
  // Nothing is planned yet, or the clock was put back.
  if (state.next === null || (next !== null && state.next > next)) {
    return ctx.store.settings.set(key, { ...state, next } satisfies SummaryState);
  }
  if (state.next > now) return;
  const last = lastOccurrence(state.next, now, timeZone);
  const summary = await summaryFigures(ctx, last);
  const { queue = [] } = await ctx.store.settings.change([key], (was) => {
    // Another process can have been faster.
    if (stateOf(was[key]).next !== state.next) return { set: {} };
    return {
      set: { [key]: { next, last } satisfies SummaryState },
      queue: fixedAddressees([receiver]).map((to) => ({
        ...to,
        // The outbox knows it as a notice; the body marks it as a summary.
        kind: 'notice' as const,
        createdAt: now,
        body: { kind: 'summary', summary },
      })),
    };
  });
  if (queue.length > 0) {
    ctx.log.info(
      { event: 'summary', receiver: receiver.name },
      `the weekly summary for ${receiver.name} is queued`,
    );
  }
}

function stateOf(stored: unknown): SummaryState {
  const { next = null, last = null } = (stored ?? {}) as Partial<SummaryState>;
  return { next, last };
}

/** The next occurrence that is not the last one again, which a clock that is put back would repeat. */
function nextAfter(now: UnixSeconds, last: UnixSeconds | null, timeZone: string): UnixSeconds | null {
  const next = nextOccurrence(WEEKLY, timeZone, now);
  return next !== null && next === last ? nextOccurrence(WEEKLY, timeZone, next) : next;
}

/** Of several that were missed the last. */
function lastOccurrence(due: UnixSeconds, now: UnixSeconds, timeZone: string): UnixSeconds {
  let last = due;
  for (;;) {
    const following = nextOccurrence(WEEKLY, timeZone, last);
    if (following === null || following > now) return last;
    last = following;
  }
}
