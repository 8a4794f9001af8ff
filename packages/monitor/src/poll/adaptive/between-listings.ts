import { RoamifyError } from '@roamwatch/client';
import type { Context } from '../../context.js';
import { askForUsage } from '../ask.js';
import { DriftWatch } from '../drift.js';
import { emptySummary } from '../summary.js';
import { these } from '../targets.js';
import { unitsInUse } from '../units.js';
import { chooseNow } from './plan.js';

/** A provider that fails is not asked between two listings; the next listing tells whether it is back. */
const KEY = 'polling.heldUntilList';

/** Asks whoever is due now. Alerts about the provider are left to the cycle that lists. */
export async function askBetweenListings(ctx: Context, signal: AbortSignal | undefined): Promise<void> {
  const units = unitsInUse(ctx);
  if (ctx.config.poll.adaptive === null || units === null || ctx.store.settings.get(KEY) === true) return;
  const targets = await chooseNow(ctx);
  if (targets.length === 0) return;
  const summary = emptySummary();
  try {
    await askForUsage(ctx, these(targets), units, summary, new DriftWatch(), signal ? { signal } : {});
    ctx.log.info({ event: 'asked', ...summary }, 'asked the eSIMs that were due');
  } catch (error) {
    if (!(error instanceof RoamifyError)) throw error;
    if (signal?.aborted) return;
    holdUntilListing(ctx);
    ctx.log.warn({ event: 'asking-failed', reason: error.reason }, error.message);
  }
}

/** To be called when the provider failed as a whole. */
export function holdUntilListing({ store, config }: Context): void {
  if (config.poll.adaptive !== null) store.settings.set(KEY, true);
}

/** To be called when a listing succeeded. */
export function resumeAfterListing({ store }: Pick<Context, 'store'>): void {
  if (store.settings.get(KEY) === true) store.settings.set(KEY, false);
}
