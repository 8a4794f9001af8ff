import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Receiver } from '../settings.js';
import { fixedRecipients } from './announce.js';
import type { DeliverContext as Context } from './context.js';
import { drain } from './deliver.js';

export interface TestResult {
  readonly recipient: string;
  readonly state: 'pending' | 'sent' | 'obsolete' | 'dead';
  readonly error: string | null;
}

/** The daemon looks every minute. */
const LOOKS_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 500;

/**
 * Puts a test message for every recipient into the outbox and sees it delivered, as in a cycle: by this process, or by
 * the other one that works on the database.
 */
export async function sendTest(
  ctx: Context,
  receiver: Receiver,
  { to, by }: { readonly to: string | undefined; readonly by: 'this process' | 'another' },
): Promise<readonly TestResult[]> {
  const recipients = to === undefined ? fixedRecipients(receiver) : [to];
  const tests = recipients.map((recipient) => ({ recipient, id: written(ctx, receiver, recipient) }));
  const results = () => tests.map(({ id, recipient }) => resultOf(ctx, id, recipient));
  if (by === 'this process') await drain(ctx, undefined);
  else await tried(results);
  return results();
}

function written({ store, now }: Context, receiver: Receiver, recipient: string): string {
  const id = randomUUID();
  const message = { id, kind: 'test', receiver: receiver.name, recipient, createdAt: now() } as const;
  store.outbox.createMessage({ ...message, newsIds: [], body: {} });
  return id;
}

function resultOf({ store }: Context, id: string, recipient: string): TestResult {
  const stored = store.outbox.message(id);
  return { recipient, state: stored?.state ?? 'pending', error: stored?.lastError ?? null };
}

/** Waits until there was a try at each. */
async function tried(results: () => readonly TestResult[]): Promise<void> {
  const isUntried = ({ state, error }: TestResult) => state === 'pending' && error === null;
  for (let waited = 0; waited < LOOKS_WITHIN_MS && results().some(isUntried); waited += LOOK_EVERY_MS) {
    await sleep(LOOK_EVERY_MS);
  }
}
