import { randomUUID } from 'node:crypto';
import { fixedRecipients } from './announce.js';
import type { DeliverContext } from './context.js';

/** Word about Roamwatch itself. */
export interface Notice {
  readonly title: string;
  readonly text: string;
}

/** What queueing a notice takes. */
export interface NoticeContext {
  readonly config: Pick<DeliverContext['config'], 'receivers'>;
  readonly store: Pick<DeliverContext['store'], 'outbox'>;
  readonly now: DeliverContext['now'];
}

/** Queues a notice for every receiver. */
export function tellReceivers(ctx: NoticeContext, notice: Notice): void {
  for (const receiver of ctx.config.receivers) {
    for (const recipient of fixedRecipients(receiver)) queueNotice(ctx, receiver.name, recipient, notice);
  }
}

/** Queues a notice for one recipient. */
export function queueNotice(
  ctx: Omit<NoticeContext, 'config'>,
  receiver: string,
  recipient: string,
  notice: Notice,
): void {
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
