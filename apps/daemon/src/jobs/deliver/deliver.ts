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
  /** True in the first cycle ever: what was wrong before Roamwatch started comes as one summary. */
  readonly firstCycle?: boolean;
  readonly signal?: AbortSignal;
}

/** Groups waiting news into messages and delivers what is due. Sending happens outside any transaction. */
export async function deliver(ctx: Context, options: DeliverOptions = {}): Promise<Deliveries> {
  groupNews(ctx, ctx.now(), options.firstCycle ?? false);
  return drain(ctx, options.signal);
}

/** Delivers the messages that are due. */
export async function drain(ctx: Context, signal: AbortSignal | undefined): Promise<Deliveries> {
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
    onDead: (entry, error) =>
      ctx.log.error(
        { event: 'dead-letter', receiver: entry.receiver, message: entry.id },
        `message given up: ${error}`,
      ),
    ...(signal ? { signal } : {}),
  });
}
