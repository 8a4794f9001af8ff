import { type DrainResult, drainOutbox, type OutboxEntry } from '@roamwatch/notify';
import { compose } from './compose.js';
import type { DeliverContext as Context } from './context.js';
import { tellOfDeadLetter } from './dead-letter.js';
import { groupNews } from './group.js';

export interface Deliveries {
  readonly sent: number;
  readonly retried: number;
  readonly dead: number;
  readonly obsolete: number;
}

export interface DeliverOptions {
  /** True when no cycle reached the provider before: what was wrong already comes as one summary. */
  readonly firstLook?: boolean;
  readonly signal?: AbortSignal;
}

/** Groups waiting news into messages and delivers what is due. Sending happens outside any transaction. */
export async function deliver(ctx: Context, options: DeliverOptions = {}): Promise<Deliveries> {
  groupNews(ctx, ctx.now(), options.firstLook ?? false);
  return drain(ctx, options.signal);
}

/** Delivers the messages that are due, and at once what tells of those it had to give up. */
export async function drain(ctx: Context, signal: AbortSignal | undefined): Promise<Deliveries> {
  const first = await drainOnce(ctx, signal);
  if (first.dead === 0) return first;
  const second = await drainOnce(ctx, signal);
  return {
    sent: first.sent + second.sent,
    retried: first.retried + second.retried,
    dead: first.dead + second.dead,
    obsolete: first.obsolete + second.obsolete,
  };
}

async function drainOnce(ctx: Context, signal: AbortSignal | undefined): Promise<Deliveries> {
  const { outbox } = ctx.store;
  return drainOutbox({
    outbox: {
      claim: async (now, lease, limit) => outbox.claim(now, lease, limit, ctx.holder),
      compose: (entry, now) => compose(ctx, entry, now),
      markSent: async (id, now) => outbox.markSent(id, now),
      markObsolete: async (id, now) => outbox.markObsolete(id, now),
      retryAt: async (id, at, error) => outbox.retryAt(id, at, error),
      markDead: async (id, now, error) =>
        ctx.store.transaction(() => {
          outbox.markDead(id, now, error);
          tellOfDeadLetter(ctx, id, error);
        }),
    },
    channels: ctx.channels,
    now: ctx.now,
    onResult: (entry, result) => tellOfDelivery(ctx, entry, result),
    ...(signal ? { signal } : {}),
  });
}

/** Who was reached, without the address. What was given up has a line of its own. */
function tellOfDelivery(ctx: Context, { id, receiver }: OutboxEntry, result: DrainResult): void {
  ctx.observer.delivery(receiver, result.kind);
  if (result.kind === 'sent') ctx.log.info({ event: 'message-sent', receiver, message: id }, 'message sent');
  if (result.kind !== 'retried') return;
  const again = new Date(result.at * 1000).toISOString();
  ctx.log.warn(
    { event: 'message-retried', receiver, message: id, again },
    `not delivered yet: ${result.error}`,
  );
}
