import { setTimeout as sleep } from 'node:timers/promises';
import { type Addressee, deliveryFaultInOneLine, toReceiver } from '@roamwatch/core';
import type { Receiver } from '../settings.js';
import type { DeliverContext } from './context.js';
import { drain } from './deliver.js';

export interface TestResult {
  readonly recipient: string;
  readonly state: 'pending' | 'sent' | 'obsolete' | 'dead';
  readonly error: string | null;
}

/** The daemon delivers every minute. */
const DELIVERED_WITHIN_MS = 90_000;
const CHECK_EVERY_MS = 500;

/**
 * Queues a test message for every recipient and has it delivered, as in a poll: by this process, or by the other one that
 * works on the database.
 */
export async function sendTest(
  ctx: DeliverContext,
  receiver: Receiver,
  { to, by }: { readonly to: string | undefined; readonly by: 'this process' | 'another' },
): Promise<readonly TestResult[]> {
  const addressees =
    to === undefined ? toReceiver(receiver, null) : [{ receiver: receiver.name, recipient: to }];
  const createdAt = ctx.now();
  const ids = await ctx.store.outbox.queue(
    addressees.map((addressee) => ({ ...addressee, kind: 'test', createdAt, body: {} })),
  );
  const results = () =>
    Promise.all(addressees.map((addressee, place) => resultOf(ctx, addressee, ids[place])));
  if (by === 'this process') await drain(ctx, undefined);
  else await attempted(results);
  return results();
}

async function resultOf(
  { store }: DeliverContext,
  { recipient }: Addressee,
  id: string | undefined,
): Promise<TestResult> {
  const stored = id === undefined ? null : await store.outbox.message(id);
  const fault = stored?.lastFault ?? null;
  const error = fault === null ? null : deliveryFaultInOneLine(fault);
  return { recipient, state: stored?.state ?? 'pending', error };
}

/** Waits until there was an attempt to deliver each. */
async function attempted(results: () => Promise<readonly TestResult[]>): Promise<void> {
  const isQueued = ({ state, error }: TestResult) => state === 'pending' && error === null;
  for (let waited = 0; waited < DELIVERED_WITHIN_MS; waited += CHECK_EVERY_MS) {
    if (!(await results()).some(isQueued)) return;
    await sleep(CHECK_EVERY_MS);
  }
}
