import { holdPushed, settling } from '../../push/settling.js';
import type { PollContext } from '../context.js';
import { pollUsage } from '../poll-usage.js';
import { theseTargets } from '../targets.js';
import { chooseNow } from './plan.js';

/** A provider that fails is not polled between two listings; the next listing shows whether it is back. */
const KEY = 'polling.heldUntilList';

/**
 * Polls the eSIMs that are due now. Alerts about the provider are left to the cycle that lists.
 *
 * @returns true when some were polled.
 */
export async function pollBetweenListings(
  ctx: PollContext,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const units = await ctx.store.usage.units();
  if (ctx.config.poll.adaptive === null || units === null || (await ctx.store.settings.get(KEY)) === true)
    return false;
  const targets = await chooseNow(ctx);
  if (targets.length === 0) return false;
  const held = await holdPushed(
    ctx,
    targets.map(({ esim }) => esim),
  );
  const { counts, failure } = await settling(ctx, held, signal, () =>
    pollUsage(ctx, theseTargets(targets), units, signal ? { signal } : {}),
  );
  if (failure === null) {
    ctx.log.info({ event: 'polled-due', ...counts }, 'polled the eSIMs that were due');
  } else if (!signal?.aborted) {
    await holdUntilListing(ctx);
    ctx.log.warn({ event: 'polling-failed', reason: failure.reason }, failure.message);
  }
  return true;
}

/** To be called when the provider failed as a whole. */
export async function holdUntilListing({
  store,
  config,
}: Pick<PollContext, 'store' | 'config'>): Promise<void> {
  if (config.poll.adaptive !== null) await store.settings.set(KEY, true);
}

/** To be called when a listing succeeded. */
export async function resumeAfterListing({ store }: Pick<PollContext, 'store'>): Promise<void> {
  if ((await store.settings.get(KEY)) === true) await store.settings.set(KEY, false);
}
