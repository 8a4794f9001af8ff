import { pollBetweenListings } from '../poll/adaptive/between-listings.js';
import { pollTarget } from '../poll/adaptive/fleet.js';
import { pollUsage } from '../poll/poll-usage.js';
import { theseTargets } from '../poll/targets.js';
import { type PushContext, recordKnown } from './record-events.js';
import { holdPushed, settling } from './settling.js';
import { lookForUnknown } from './unknown.js';

/** Polled in one go; then others have their turn. */
const AT_ONCE = 50;

/** Reads the list where events were about unknown eSIMs. True when some of those are to be polled now. */
export async function listPushed(ctx: PushContext, signal: AbortSignal): Promise<boolean> {
  return recordKnown(ctx, await lookForUnknown(ctx, signal));
}

/**
 * Polls the eSIMs that events made due, apart from the schedule. Alerts about the provider are left to the cycle that lists.
 *
 * @returns true when some were polled.
 */
export async function pollPushed(ctx: PushContext, signal: AbortSignal): Promise<boolean> {
  // Adaptive polling has them in its plan, the most urgent of all.
  if (ctx.config.poll.adaptive !== null) return pollBetweenListings(ctx, signal);
  let isAny = false;
  while (!signal.aborted && (await pollSome(ctx, signal))) isAny = true;
  return isAny;
}

/** True when there were some, and the provider answered. */
async function pollSome(ctx: PushContext, signal: AbortSignal): Promise<boolean> {
  const units = await ctx.store.usage.units();
  if (units === null) return false;
  const due = await ctx.store.push.dueBy(ctx.now(), ctx.config.poll.statuses, AT_ONCE);
  if (due.length === 0) return false;
  const held = await holdPushed(ctx, due);
  const targets = [];
  for (const esim of held.esims) targets.push((await pollTarget(ctx, esim)) ?? []);
  const chosen = theseTargets(targets.flat());
  const { counts, failure } = await settling(ctx, held, signal, () =>
    pollUsage(ctx, chosen, units, { signal, partly: true }),
  );
  await ctx.requests?.save();
  if (failure === null) ctx.log.info({ event: 'polled-pushed', ...counts }, 'polled eSIMs because of events');
  else if (!signal.aborted)
    ctx.log.warn({ event: 'polling-failed', reason: failure.reason }, failure.message);
  return failure === null;
}
