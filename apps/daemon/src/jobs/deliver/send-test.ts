import { randomUUID } from 'node:crypto';
import type { Receiver } from '../../config/config.js';
import type { Context } from '../../context.js';
import { fixedRecipients } from './announce.js';
import { drain } from './deliver.js';

export interface TestResult {
  readonly recipient: string;
  readonly state: 'pending' | 'sent' | 'obsolete' | 'dead';
  readonly error: string | null;
}

/** Puts a test message for every recipient into the outbox and delivers what is due, as a cycle does. */
export async function sendTest(
  ctx: Context,
  receiver: Receiver,
  to: string | undefined,
): Promise<readonly TestResult[]> {
  const { outbox } = ctx.store;
  const messages = (to === undefined ? fixedRecipients(receiver) : [to]).map((recipient) => {
    const id = randomUUID();
    outbox.createMessage({
      id,
      kind: 'test',
      receiver: receiver.name,
      recipient,
      createdAt: ctx.now(),
      newsIds: [],
      body: {},
    });
    return { id, recipient };
  });
  await drain(ctx, undefined);
  return messages.map(({ id, recipient }) => {
    const stored = outbox.message(id);
    return { recipient, state: stored?.state ?? 'pending', error: stored?.lastError ?? null };
  });
}
