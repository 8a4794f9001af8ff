import { listFleet as listWholeFleet, RoamifyError } from '@roamwatch/client';
import { DAY, hasEnded, type UnixSeconds } from '@roamwatch/core';
import type { Context } from '../context.js';
import type { CycleOptions } from './cycle.js';
import type { DriftWatch } from './drift.js';
import { endsTheCycle } from './failure.js';
import type { CycleSummary } from './summary.js';

/** eSIMs missing from the list that are looked up to see whether they are gone. */
const WITNESSES = 3;

const SIZES_KEY = 'list.sizes';
const CROSS_CHECKED_KEY = 'list.crossCheckedAt';

/** The list of all is held against the lists by status at the first poll and then this often. */
const CROSS_CHECK_EVERY = DAY;

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
  drift: DriftWatch,
  options: CycleOptions,
): Promise<Shortfall | null> {
  const { store, now } = ctx;
  const startedAt = now();
  const remembered = new Map(Object.entries((store.settings.get(SIZES_KEY) ?? {}) as Record<string, number>));
  const crossCheck = crossCheckIsDue(ctx);
  const listing = listWholeFleet(ctx.api, {
    remembered,
    crossCheck: crossCheck ? ctx.config.poll.statuses : [],
    ...(options.signal ? { signal: options.signal } : {}),
  });

  summary.listed = 0;
  let step = await listing.next();
  while (!step.done) {
    const { esims, rejected } = step.value;
    store.transaction(() => {
      store.fleet.recordListed(esims, now());
      store.rejected.add(null, rejected, now());
    });
    drift.listed(esims, rejected);
    summary.readingsRejected += rejected.length;
    summary.listed += esims.length;
    options.onProgress?.({ phase: 'listing', listed: summary.listed });
    step = await listing.next();
  }

  const result = step.value;
  summary.listed = result.listed;
  store.settings.set(SIZES_KEY, Object.fromEntries(result.sizes));
  if (crossCheck) store.settings.set(CROSS_CHECKED_KEY, startedAt);
  if (!result.complete && result.capped.some(({ proven }) => proven)) return cutShort(true, result.reason);
  const missed = await findMissed(ctx, startedAt, options.signal);
  if (missed) return cutShort(true, `it lacks ${missed}, which the provider still knows`);
  if (!result.complete) return cutShort(false, result.reason);
  const left = store.fleet.markLeft(startedAt, now());
  if (left > 0) ctx.log.info({ event: 'left-list', count: left }, 'eSIMs left the list');
  return null;
}

function crossCheckIsDue({ store, now }: Context): boolean {
  const checkedAt = (store.settings.get(CROSS_CHECKED_KEY) ?? null) as UnixSeconds | null;
  return checkedAt === null || checkedAt > now() || now() - checkedAt >= CROSS_CHECK_EVERY;
}

function cutShort(proven: boolean, reason: string | null): Shortfall {
  return { proven, text: `the list of eSIMs ${proven ? 'is' : 'may be'} cut short: ${reason}` };
}

/**
 * Absence from a list that looks whole is no proof either: an eSIM that was listed before, is missing now, and is
 * still in use when asked for by its ICCID, proves that the list is cut. Null when none of a few does.
 *
 * @throws RoamifyError when going on is pointless.
 */
async function findMissed(
  { store, api, now }: Context,
  listedSince: UnixSeconds,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  for (const iccid of store.fleet.missingSince(listedSince, now(), WITNESSES)) {
    try {
      const { status } = await api.esimByIccid(iccid, signal ? { signal } : {});
      if (!hasEnded(status)) return iccid;
    } catch (error) {
      if (!(error instanceof RoamifyError) || endsTheCycle(error)) throw error;
    }
  }
  return null;
}
