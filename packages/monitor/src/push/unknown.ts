import { DAY, type EsimEvent, MINUTE, type Seconds, type UnixSeconds } from '@roamwatch/core';
import type { PollContext } from '../poll/context.js';
import { listFleet } from '../poll/list.js';
import type { ReceivedEvent } from './received.js';

const KEY = 'push.unknown';

/** The list may take a request for each status: events about unknown eSIMs cause no more of them than this. */
const LEAST_BETWEEN: Seconds = 10 * MINUTE;
/** What the list did not have is not looked for again that soon. */
const FORGOTTEN_AFTER: Seconds = DAY;
const [MOST_WANTED, MOST_MISSING] = [200, 1_000];

type AboutAnEsim = ReceivedEvent & { readonly event: EsimEvent };

interface Unknown {
  /** Events about eSIMs that are to be looked for, by what they call them. */
  readonly wanted: Readonly<Record<string, AboutAnEsim>>;
  /** What the list did not have, with when that was found out. */
  readonly missing: Readonly<Record<string, UnixSeconds>>;
  readonly listedAt: UnixSeconds | null;
}

const NOTHING: Unknown = { wanted: {}, missing: {}, listedAt: null };

type UnknownContext = Pick<PollContext, 'now'> & { readonly store: Pick<PollContext['store'], 'settings'> };

/** Notes that the eSIMs of these events are unknown. True when one of them is to be looked for. */
export async function noteUnknown(ctx: UnknownContext, events: readonly AboutAnEsim[]): Promise<boolean> {
  const { isNew } = await change(ctx, (known) => {
    const fresh = events
      .map((one) => [nameOf(one), one] as const)
      .filter(([name]) => known.missing[name] === undefined && known.wanted[name] === undefined);
    const wanted = [...Object.entries(known.wanted), ...fresh].slice(0, MOST_WANTED);
    return { isNew: fresh.length > 0, next: { ...known, wanted: Object.fromEntries(wanted) } };
  });
  return isNew;
}

/**
 * Reads the list where events were about eSIMs that nobody knows, and returns those that are known by now, to be recorded. Empty
 * where there is none to look for, or it is too early to look again.
 */
export async function lookForUnknown(
  ctx: PollContext,
  signal: AbortSignal,
): Promise<readonly (AboutAnEsim & { readonly esim: number })[]> {
  const { wanted, listedAt } = await read(ctx);
  const events = Object.values(wanted);
  if (events.length === 0) return [];
  const before = await identified(ctx, events);
  if (before.length === events.length) return settled(ctx, before, []);
  if (listedAt !== null && listedAt <= ctx.now() && ctx.now() - listedAt < LEAST_BETWEEN) return [];
  if (!(await list(ctx, signal))) return [];
  const found = await identified(ctx, events);
  const names = new Set(found.map(nameOf));
  return settled(
    ctx,
    found,
    events.map(nameOf).filter((name) => !names.has(name)),
  );
}

/** False where there is no budget for it, or it failed: the next attempt waits all the same. */
async function list(ctx: PollContext, signal: AbortSignal): Promise<boolean> {
  const listedAt = ctx.now();
  const work = () => listFleet(ctx, { signal });
  const listing = await (ctx.budget ? ctx.budget.within(1, work) : work());
  if (listing === null) return false;
  await change(ctx, (known) => ({ next: { ...known, listedAt } }));
  await ctx.requests?.save();
  if (listing.failure !== null) {
    ctx.log.warn({ event: 'push-listing-failed', reason: listing.failure.reason }, listing.failure.message);
    return false;
  }
  ctx.log.info(
    { event: 'push-listed', listed: listing.counts.listed },
    'read the list because of an event about an unknown eSIM',
  );
  return true;
}

async function identified(ctx: PollContext, events: readonly AboutAnEsim[]) {
  const esims = await ctx.store.push.identify(events.map(({ event }) => event));
  return events.flatMap((one, index) => {
    const esim = esims[index] ?? null;
    return esim === null ? [] : [{ ...one, esim }];
  });
}

async function settled<Found extends AboutAnEsim>(
  ctx: PollContext,
  found: readonly Found[],
  missing: readonly string[],
): Promise<readonly Found[]> {
  const done = new Set([...found.map(nameOf), ...missing]);
  const now = ctx.now();
  await change(ctx, (known) => {
    const recent = Object.entries(known.missing).filter(([, at]) => now - at < FORGOTTEN_AFTER);
    const gone = [...recent, ...missing.map((name) => [name, now] as const)].slice(-MOST_MISSING);
    const wanted = Object.entries(known.wanted).filter(([name]) => !done.has(name));
    return { next: { ...known, wanted: Object.fromEntries(wanted), missing: Object.fromEntries(gone) } };
  });
  return found;
}

function nameOf({ event: { iccid, esimId } }: AboutAnEsim): string {
  return iccid ?? esimId ?? '';
}

async function read({ store }: UnknownContext): Promise<Unknown> {
  return ((await store.settings.get(KEY)) ?? NOTHING) as Unknown;
}

function change<T extends { readonly next: Unknown }>(
  { store }: UnknownContext,
  decide: (known: Unknown) => T,
): Promise<T> {
  return store.settings.change([KEY], (was) => {
    const decided = decide((was[KEY] ?? NOTHING) as Unknown);
    return { ...decided, set: { [KEY]: decided.next } };
  });
}
