import { type DeliveryFault, MINUTE, type Seconds, type UnixSeconds } from '@roamwatch/core';
import type { Channel } from '../channel.js';
import { afterFailure } from './after-failure.js';
import { Attempts } from './attempt.js';
import type { Outbox, OutboxEntry } from './outbox.js';

/** Longer than the longest delivery: a mail server may take ten minutes to accept a message it has. */
const DEFAULT_LEASE: Seconds = 15 * MINUTE;
const CLAIMED_AT_ONCE = 100;

/** The time that a delivery under way gets when the drain is to end; then it is abandoned, and retried later. */
const GRACE_MS = 3_000;

/** Destinations that one channel serves in parallel: enough that a few slow mailboxes delay no one else. */
const SIDE_BY_SIDE = 5;

/** Which messages are delivered, and through what. */
export interface DrainOptions {
  readonly outbox: Outbox;
  /** By receiver name. Receivers that share a hook share the channel, so that its pace applies to both. */
  readonly channels: ReadonlyMap<string, Channel>;
  readonly now: () => UnixSeconds;
  /** Length of a claim, in seconds. Default: 15 minutes. */
  readonly lease?: Seconds;
  /** Called for each entry that was dead-lettered, after this was stored. */
  readonly onDead?: (entry: OutboxEntry, fault: DeliveryFault) => void;
  /** Called for each entry after its outcome was stored, for the log and the metrics. */
  readonly onResult?: (entry: OutboxEntry, result: DrainResult) => void;
  /** Ends the drain early: what is being sent may be finished within a few seconds, the rest is given back. */
  readonly signal?: AbortSignal;
}

/** What became of one message. */
export type DrainResult =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retried'; readonly at: UnixSeconds; readonly fault: DeliveryFault }
  | { readonly kind: 'dead'; readonly fault: DeliveryFault }
  /** Nothing in it was true any more. */
  | { readonly kind: 'obsolete' };

/** Number of messages by what became of them. */
export type DrainCounts = { readonly [K in DrainResult['kind']]: number };

/**
 * Delivers everything that is due: claims it under a lease, composes what is true now, and sends outside any
 * transaction. Destinations are served in parallel, the messages of one destination in order, so that a slow or broken
 * destination delays no other. Calls may overlap: an entry is never claimed by two, and of a destination that one of them serves the
 * others take nothing.
 *
 * @throws what the outbox throws, after the other destinations were served; a channel never makes it throw.
 */
export async function drainOutbox(options: DrainOptions): Promise<DrainCounts> {
  const lease = options.lease ?? DEFAULT_LEASE;
  const queues = byDestination(await claimAll(options, lease));
  const attempts = new Attempts({ ...options, giveUp: later(options.signal, GRACE_MS) });
  const counts = { sent: 0, retried: 0, dead: 0, obsolete: 0 };

  async function serve(queue: Queue): Promise<void> {
    for (const entry of queue) {
      if (options.signal?.aborted) {
        await options.outbox.retryAt(entry.id, options.now(), { kind: 'not-tried' });
      } else if (await options.outbox.renew(entry.id, options.now(), lease)) {
        const result = await deliver(entry, attempts, options);
        counts[result.kind] += 1;
      }
      // Otherwise another process has it by now, because this one was stopped for longer than its claim lasts.
    }
  }

  const served = await Promise.allSettled(
    [...byChannel(queues, options.channels).values()].flatMap((waiting) =>
      Array.from({ length: SIDE_BY_SIDE }, async () => {
        for (let queue = waiting.shift(); queue; queue = waiting.shift()) await serve(queue);
      }),
    ),
  );
  for (const outcome of served) if (outcome.status === 'rejected') throw outcome.reason;
  return counts;
}

/** Aborted some time after `signal` is. */
function later(signal: AbortSignal | undefined, ms: number): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  const controller = new AbortController();
  const arm = () => setTimeout(() => controller.abort(), ms).unref();
  if (signal.aborted) arm();
  else signal.addEventListener('abort', arm, { once: true });
  return controller.signal;
}

/** The entries of one destination, oldest first. */
type Queue = readonly OutboxEntry[];

async function claimAll({ outbox, now }: DrainOptions, lease: Seconds): Promise<readonly OutboxEntry[]> {
  const claimed: OutboxEntry[] = [];
  // One instant for all batches: a destination whose messages others have claimed is left to them.
  const at = now();
  for (;;) {
    const batch = await outbox.claim(at, lease, CLAIMED_AT_ONCE);
    claimed.push(...batch);
    if (batch.length < CLAIMED_AT_ONCE) return claimed;
  }
}

function byDestination(entries: readonly OutboxEntry[]): readonly Queue[] {
  return [...grouped(entries, (entry) => JSON.stringify([entry.receiver, entry.recipient])).values()];
}

function byChannel(queues: readonly Queue[], channels: DrainOptions['channels']) {
  return grouped(queues, ([entry]) => entry && channels.get(entry.receiver));
}

function grouped<T, K>(things: readonly T[], keyOf: (thing: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
}

/** Makes one attempt, stores its outcome, and reports it. */
async function deliver(entry: OutboxEntry, attempts: Attempts, options: DrainOptions): Promise<DrainResult> {
  const result = resultOf(entry, await attempts.make(entry), options.now());
  await store(entry, result, options);
  options.onResult?.(entry, result);
  if (result.kind === 'dead') options.onDead?.(entry, result.fault);
  return result;
}

function resultOf(
  entry: OutboxEntry,
  outcome: Awaited<ReturnType<Attempts['make']>>,
  now: UnixSeconds,
): DrainResult {
  if (outcome === 'obsolete') return { kind: 'obsolete' };
  return outcome.outcome === 'sent' ? { kind: 'sent' } : afterFailure(entry, outcome, now);
}

async function store({ id }: OutboxEntry, result: DrainResult, { outbox, now }: DrainOptions): Promise<void> {
  switch (result.kind) {
    case 'sent':
      return outbox.markSent(id, now());
    case 'obsolete':
      return outbox.markObsolete(id, now());
    case 'retried':
      return outbox.retryAt(id, result.at, result.fault);
    case 'dead':
      return outbox.markDead(id, now(), result.fault);
  }
}
