import { deliveryFaultInOneLine } from '@roamwatch/core';
import { type DrainResult, drainOutbox, type OutboxEntry } from '@roamwatch/notify';
import { compose } from './compose.js';
import type { DeliverContext } from './context.js';
import { deadLetter } from './dead-letter.js';
import { type PlanOptions, planMessages } from './plan-messages.js';

export interface Deliveries {
  readonly sent: number;
  readonly retried: number;
  readonly dead: number;
  readonly obsolete: number;
}

export interface DeliverOptions extends PlanOptions {
  readonly signal?: AbortSignal;
}

/** Makes messages of pending notifications, and delivers what is due. Sending happens outside any transaction. */
export async function deliver(ctx: DeliverContext, options: DeliverOptions = {}): Promise<Deliveries> {
  await planMessages(ctx, ctx.now(), options);
  return drain(ctx, options.signal);
}

/**
 * Delivers the messages that are due, and right after them the notices about those it had to dead-letter.
 *
 * @param receivers whose messages; left out: those of all.
 */
export async function drain(
  ctx: DeliverContext,
  signal: AbortSignal | undefined,
  receivers?: readonly string[],
): Promise<Deliveries> {
  const first = await drainOnce(ctx, signal, receivers);
  if (first.dead === 0) return first;
  const second = await drainOnce(ctx, signal, receivers);
  return {
    sent: first.sent + second.sent,
    retried: first.retried + second.retried,
    dead: first.dead + second.dead,
    obsolete: first.obsolete + second.obsolete,
  };
}

async function drainOnce(
  ctx: DeliverContext,
  signal: AbortSignal | undefined,
  receivers: readonly string[] | undefined,
): Promise<Deliveries> {
  const { outbox } = ctx.store;
  const { holder } = ctx;
  return drainOutbox({
    outbox: {
      claim: (now, lease, limit) => outbox.claim(now, lease, limit, holder, receivers),
      renew: (id, now, lease) => outbox.renewClaim(id, now, lease, holder),
      compose: (entry, now, channel) => compose(ctx, entry, now, channel),
      markSent: async (id, now) => {
        if (!(await outbox.markSent(id, now, holder))) warnOfLostClaim(ctx, id);
      },
      markObsolete: async (id, now) => void (await outbox.markObsolete(id, now, holder)),
      retryAt: async (id, at, fault) => void (await outbox.retryAt(id, at, fault, holder)),
      markDead: (id, now, fault) => deadLetter(ctx, id, now, fault),
    },
    channels: ctx.channels,
    now: ctx.now,
    onResult: (entry, result) => report(ctx, entry, result),
    ...(signal ? { signal } : {}),
  });
}

/** It took longer than its claim lasts: another process may have it by now. */
function warnOfLostClaim({ log }: DeliverContext, id: string): void {
  log.warn(
    { event: 'claim-lost', message: id },
    'a message was sent after its claim had ended; it may be sent again, with the same id',
  );
}

/** Logs and counts a delivery, without the address. A dead-lettered message has a line in the log already. */
function report({ observer, log }: DeliverContext, { id, receiver }: OutboxEntry, result: DrainResult): void {
  observer.delivery(receiver, result.kind);
  if (result.kind === 'sent') log.info({ event: 'message-sent', receiver, message: id }, 'message sent');
  if (result.kind !== 'retried') return;
  const again = new Date(result.at * 1000).toISOString();
  const why = deliveryFaultInOneLine(result.fault);
  log.warn({ event: 'message-retried', receiver, message: id, again }, `not delivered yet: ${why}`);
}
