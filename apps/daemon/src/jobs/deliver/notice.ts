import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.js';
import { fixedRecipients } from './announce.js';

/** Word about Roamwatch itself. */
export interface Notice {
  readonly title: string;
  readonly text: string;
}

/** Queues a notice for every receiver but the one named. */
export function tellReceivers(ctx: Context, notice: Notice, except: string | null = null): void {
  for (const receiver of ctx.config.receivers) {
    if (receiver.name === except) continue;
    for (const recipient of fixedRecipients(receiver)) {
      ctx.store.outbox.createMessage({
        id: randomUUID(),
        kind: 'notice',
        receiver: receiver.name,
        recipient,
        createdAt: ctx.now(),
        newsIds: [],
        body: notice,
      });
    }
  }
}
