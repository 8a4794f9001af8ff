import {
  type FleetBatch,
  type FleetListing,
  listFleet as listWholeFleet,
  RoamifyError,
} from '@roamwatch/client';
import {
  DAY,
  type EsimKey,
  hasEnded,
  isPolled,
  type ListGap,
  listLacks,
  observeListed,
  type UnixSeconds,
} from '@roamwatch/core';
import { UNREADABLE_ENTRIES } from '@roamwatch/store';
import { openConditions } from './conditions.js';
import type { PollContext } from './context.js';
import { NO_COUNTS } from './counts.js';
import type { CycleOptions } from './cycle-options.js';
import { endsTheCycle } from './failure.js';
import { KeySet } from './key-set.js';
import { joinStages, NOTHING_DONE, type PartOfStage, type StageResult } from './stage.js';

/** eSIMs missing from the list that are looked up to find out whether they are gone. */
const WITNESSES = 3;

const SIZES_KEY = 'list.sizes';
const CROSS_CHECKED_KEY = 'list.crossCheckedAt';

/** The list of all is held against the lists by status at the first poll and then this often. */
const CROSS_CHECK_EVERY = DAY;

/** Where most eSIMs of any account are that can use data. */
const IN_USE = ['INSTALLED', 'READY'];

/**
 * Reads the whole list and stores it batch by batch. eSIMs missing from a complete list are marked as having
 * left; after an incomplete one none is, because absence proves nothing then.
 */
export async function listFleet(ctx: PollContext, options: CycleOptions): Promise<StageResult> {
  const { store, now } = ctx;
  const startedAt = now();
  const crossCheck = await crossCheckIsDue(ctx);
  const statuses = await statusesToPoll(ctx);
  const listing = listWholeFleet(ctx.api, {
    remembered: new Map(
      Object.entries(((await store.settings.get(SIZES_KEY)) ?? {}) as Record<string, number>),
    ),
    statuses,
    crossCheck: crossCheck ? statuses : [],
    ...(options.signal ? { signal: options.signal } : {}),
  });

  let read = NOTHING_DONE;
  let unreadable = 0;
  const listed = new KeySet();
  try {
    let step = await listing.next();
    while (!step.done) {
      read = joinStages(read, await storeListed(ctx, step.value, listed));
      unreadable += unreadableIn(step.value);
      options.onProgress?.({ phase: 'listing', listed: read.counts.listed });
      step = await listing.next();
    }
    const result = step.value;
    await store.settings.set(SIZES_KEY, Object.fromEntries(result.sizes));
    await store.settings.set(UNREADABLE_ENTRIES, unreadable);
    if (crossCheck) await store.settings.set(CROSS_CHECKED_KEY, startedAt);
    const missing = await store.fleet.unlisted(listed, startedAt, now());
    const gap = await gapIn(ctx, result, { missing, startedAt }, options.signal);
    if (gap === null) await markLeft(ctx, missing);
    const count = Math.max(result.listed, await inTheAccount(ctx));
    return joinStages({ ...read, counts: { ...read.counts, listed: count } }, { observed: { gap } });
  } catch (error) {
    if (error instanceof RoamifyError) return { ...read, failure: error };
    throw error;
  }
}

/** Those that the configuration names; where it names none, those in use and whatever else polled eSIMs had so far. */
async function statusesToPoll({ store, config: { poll } }: PollContext): Promise<readonly string[]> {
  if ('only' in poll.statuses) return poll.statuses.only;
  const known = [...(await store.fleet.countByStatus()).keys()];
  return [...new Set([...IN_USE, ...known.filter((status) => isPolled(poll.statuses, status))])];
}

async function storeListed(
  { store, observer, now }: PollContext,
  { esims, rejected, status }: FleetBatch,
  listed: KeySet,
): Promise<PartOfStage> {
  for (const key of await store.fleet.recordListed({ esims, rejected }, now())) listed.add(key);
  observer.setAside(rejected);
  return {
    counts: { ...NO_COUNTS, listed: esims.length, readingsRejected: rejected.length },
    // Entries that a list by status repeats would count twice.
    ...(status === undefined ? { observed: observeListed(esims, rejected) } : {}),
  };
}

/** Entries of the list of all that are not stored; a list by status repeats them. */
function unreadableIn({ rejected, status }: FleetBatch): number {
  return status === undefined ? rejected.filter(({ what }) => what === 'esim').length : 0;
}

/** Those that the list lacks while nobody knows that they left are still polled, and count. */
async function inTheAccount({ store }: PollContext): Promise<number> {
  return [...(await store.fleet.countByStatus()).values()].reduce((sum, esims) => sum + esims, 0);
}

/** Why the list is incomplete; null: it is complete as far as can be verified. */
async function gapIn(
  ctx: PollContext,
  { listed, complete, capped, reason }: FleetListing,
  { missing, startedAt }: { readonly missing: readonly EsimKey[]; readonly startedAt: UnixSeconds },
  signal: AbortSignal | undefined,
): Promise<ListGap | null> {
  const before = await ctx.store.fleet.listedBefore(startedAt, missing);
  const lacking = listLacks(listed, before, await lackingSince(ctx), ctx.now());
  if (lacking) return lacking;
  if (!complete && capped.some(({ proven }) => proven)) return cutShort(true, reason);
  const missed = await findMissed(ctx, missing, signal);
  if (missed) return cutShort(true, `it lacks ${missed}, which the provider still knows`);
  return complete ? null : cutShort(false, reason);
}

async function lackingSince(ctx: PollContext): Promise<UnixSeconds | null> {
  const open = await openConditions(ctx);
  return open.find(({ condition }) => condition.kind === 'list-lacking')?.since ?? null;
}

async function markLeft({ store, now, log }: PollContext, missing: readonly EsimKey[]): Promise<void> {
  const left = await store.fleet.markLeft(missing, now());
  if (left > 0) log.info({ event: 'left-list', count: left }, 'eSIMs left the list');
}

async function crossCheckIsDue({ store, now }: PollContext): Promise<boolean> {
  const checkedAt = ((await store.settings.get(CROSS_CHECKED_KEY)) ?? null) as UnixSeconds | null;
  return checkedAt === null || checkedAt > now() || now() - checkedAt >= CROSS_CHECK_EVERY;
}

function cutShort(proven: boolean, reason: string | null): ListGap {
  return { kind: 'cut', proven, detail: reason ?? '' };
}

/**
 * Absence from a list that looks whole is no proof either: an eSIM that was listed before, is missing now, and is
 * still in use when requested by its ICCID, proves that the list is cut. Null when none of a few does.
 *
 * @throws RoamifyError when going on is pointless.
 */
async function findMissed(
  { store, api }: PollContext,
  missing: readonly EsimKey[],
  signal: AbortSignal | undefined,
): Promise<string | null> {
  for (const iccid of await store.fleet.iccidsOf(missing, WITNESSES)) {
    try {
      const { status } = await api.esimByIccid(iccid, signal ? { signal } : {});
      if (!hasEnded(status)) return iccid;
    } catch (error) {
      if (!(error instanceof RoamifyError) || endsTheCycle(error)) throw error;
    }
  }
  return null;
}
