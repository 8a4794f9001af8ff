import { drainOutbox } from '@roamwatch/notify';
import type { Context } from '../../context.js';
import { compose } from './compose.js';
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
      claim: (now, lease, limit) => outbox.claim(now, lease, limit, ctx.holder),
      compose: (entry, now) => compose(ctx, entry, now),
      markSent: outbox.markSent,
      markObsolete: outbox.markObsolete,
      retryAt: outbox.retryAt,
      markDead: (id, now, error) =>
        ctx.store.transaction(() => {
          outbox.markDead(id, now, error);
          tellOfDeadLetter(ctx, id, error);
        }),
    },
    channels: ctx.channels,
    now: ctx.now,
    onResult: (entry, result) => ctx.observer.delivery(entry.receiver, result.kind),
    onDead: (entry, error) =>
      ctx.log.error(
        { event: 'dead-letter', receiver: entry.receiver, message: entry.id },
        `message given up: ${error}`,
      ),
    ...(signal ? { signal } : {}),
  });
}
