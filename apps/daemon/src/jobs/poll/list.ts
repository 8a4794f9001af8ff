import { listFleet as listWholeFleet } from '@roamwatch/client';
import type { Context } from '../../context.js';
import type { CycleOptions } from './cycle.js';
import type { CycleSummary } from './summary.js';

const SIZES_KEY = 'list.sizes';

/** A list that is not known to be whole, in words for the operator. */
export interface Shortfall {
  /** False: it may as well be a fleet of just that size, which only the provider can tell. */
  readonly proven: boolean;
  readonly text: string;
}

/**
 * Reads the whole list and stores it batch by batch. eSIMs missing from a complete list are marked as having
 * left; after an incomplete one nobody is, because absence proves nothing then.
 *
 * @returns in what way the list is not whole; null when it is.
 * @throws RoamifyError when the list cannot be read at all.
 */
export async function listFleet(
  ctx: Context,
  summary: CycleSummary,
  options: CycleOptions,
): Promise<Shortfall | null> {
  const { store, now } = ctx;
  const startedAt = now();
  const remembered = new Map(Object.entries((store.settings.get(SIZES_KEY) ?? {}) as Record<string, number>));
  const listing = listWholeFleet(ctx.api, {
    remembered,
    ...(options.signal ? { signal: options.signal } : {}),
  });

  let step = await listing.next();
  while (!step.done) {
    const { esims, rejected } = step.value;
    store.transaction(() => {
      store.fleet.recordListed(esims, now());
      store.rejected.add(null, rejected, now());
    });
    summary.readingsRejected += rejected.length;
    summary.listed += esims.length;
    options.onProgress?.({ phase: 'listing', listed: summary.listed });
    step = await listing.next();
  }

  const result = step.value;
  summary.listed = result.listed;
  store.settings.set(SIZES_KEY, Object.fromEntries(result.sizes));
  if (!result.complete) {
    return result.capped.some(({ proven }) => proven)
      ? { proven: true, text: `the list of eSIMs is cut short: ${result.reason}` }
      : { proven: false, text: `the list of eSIMs may be cut short: ${result.reason}` };
  }
  const left = store.fleet.markLeft(startedAt, now());
  if (left > 0) ctx.log.info({ event: 'left-list', count: left }, 'eSIMs left the list');
  return null;
}
