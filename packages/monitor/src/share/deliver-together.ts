import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from '@roamwatch/notify';
import type { DeliverContext } from '../deliver/context.js';
import { type Deliveries, drain } from '../deliver/deliver.js';
import { type PlanOptions, planMessages } from '../deliver/plan-messages.js';
import type { SharedQueue } from '../ports/shared-queue.js';

/** Receivers that are served by one worker at a time, so that the pace of a hook they share holds. */
export interface DeliverJob {
  readonly receivers: readonly string[];
}

/** Has what is due delivered: a job for each receiver, or for all that share a hook. */
export async function sendDeliveries(ctx: DeliverContext, queue: SharedQueue): Promise<void> {
  for (const receivers of groupsOf(ctx, await ctx.store.outbox.receiversDue(ctx.now()))) {
    const data: DeliverJob = { receivers };
    await queue.send({ kind: 'deliver', key: receivers[0] ?? '', data });
  }
}

/** Of each group all that are configured, so that it has one name whoever of it is due. */
function groupsOf(
  { channels, config }: DeliverContext,
  due: readonly string[],
): readonly (readonly string[])[] {
  const emails = new Set(
    config.receivers.filter(({ channel }) => channel.kind === 'email').map(({ name }) => name),
  );
  const groups = new Map<string, readonly string[]>();
  for (const receiver of due) {
    const group = emails.has(receiver) ? [receiver] : sharing(channels, receiver);
    groups.set(group[0] ?? receiver, group);
  }
  return [...groups.values()];
}

function sharing(channels: ReadonlyMap<string, Channel>, receiver: string): readonly string[] {
  const channel = channels.get(receiver);
  if (channel === undefined) return [receiver];
  return [...channels].flatMap(([name, one]) => (one === channel ? [name] : [])).sort();
}

/** A hook takes one message a second. Who serves it next does not know when the last one was sent. */
const PACE_MS = 1_000;

/**
 * Delivers what is due to these receivers. What a worker claimed that served them before is free: had it not died, this job would
 * not be here.
 */
export async function deliverTo(
  ctx: DeliverContext,
  { receivers }: DeliverJob,
  signal: AbortSignal,
): Promise<Deliveries> {
  const freed = await ctx.store.outbox.freeClaimsOfOthers(receivers, ctx.holder);
  if (freed > 0)
    ctx.log.info(
      { event: 'claims-freed', receivers, count: freed },
      'messages of another worker that ended are delivered',
    );
  const deliveries = await drain(ctx, signal, receivers);
  const { sent, retried, dead } = deliveries;
  // Also before the end of this worker: whoever takes the job over would begin at once.
  if (sent + retried + dead > 0) await sleep(PACE_MS);
  return deliveries;
}

/** The end of a cycle waits this long for its messages, so that its summary counts them. */
const WAITED_MS = 10_000;
const LOOK_EVERY_MS = 200;

/** Makes messages of pending notifications, has them delivered by whoever is free, and counts what becomes of them. */
export async function deliverTogether(
  ctx: DeliverContext,
  queue: SharedQueue,
  options: PlanOptions & { readonly signal?: AbortSignal },
): Promise<Pick<Deliveries, 'sent' | 'dead'>> {
  const { outbox } = ctx.store;
  const now = ctx.now();
  await planMessages(ctx, now, options);
  const due = (await outbox.undelivered())
    .filter(({ state, nextAttemptAt }) => state === 'pending' && nextAttemptAt <= now)
    .map(({ id }) => id);
  await sendDeliveries(ctx, queue);
  const results = async () =>
    (await Promise.all(due.map((id) => outbox.message(id)))).filter((one) => one !== null);
  const until = performance.now() + WAITED_MS;
  for (;;) {
    const messages = await results();
    const isOver = performance.now() >= until || options.signal?.aborted === true;
    const waiting = messages.some(({ state, lastFault }) => state === 'pending' && lastFault === null);
    if (isOver || !waiting) {
      const count = (wanted: 'sent' | 'dead') => messages.filter(({ state }) => state === wanted).length;
      return { sent: count('sent'), dead: count('dead') };
    }
    await sleep(LOOK_EVERY_MS);
  }
}
