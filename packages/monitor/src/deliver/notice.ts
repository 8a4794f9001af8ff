import { randomUUID } from 'node:crypto';
import type { Context } from '../context.js';
import { fixedRecipients } from './announce.js';

/** Word about Roamwatch itself. */
export interface Notice {
  readonly title: string;
  readonly text: string;
}

/** Queues a notice for every receiver. */
export function tellReceivers(ctx: Context, notice: Notice): void {
  for (const receiver of ctx.config.receivers) {
    for (const recipient of fixedRecipients(receiver)) queueNotice(ctx, receiver.name, recipient, notice);
  }
}

/** Queues a notice for one recipient. */
export function queueNotice(ctx: Context, receiver: string, recipient: string, notice: Notice): void {
  ctx.store.outbox.createMessage({
    id: randomUUID(),
    kind: 'notice',
    receiver,
    recipient,
    createdAt: ctx.now(),
    newsIds: [],
    body: notice,
  });
}
