import { type EsimKey, MINUTE, type Seconds } from '@roamwatch/core';
import type { PollContext } from '../poll/context.js';
import type { StageResult } from '../poll/stage.js';

/** Longer than polling a batch takes: a process that died in it leaves them to the next. */
const HELD: Seconds = 5 * MINUTE;

/** Those of these eSIMs that an event made due and that no other process polls; they are this one's from now on. */
export async function holdPushed(
  { store, now }: Pick<PollContext, 'store' | 'now'>,
  esims: readonly EsimKey[],
): Promise<{ readonly esims: readonly EsimKey[]; readonly until: number }> {
  const until = now() + HELD;
  return { esims: await store.push.hold(esims, now(), until), until };
}

/** Runs `poll`, and notes that those held were polled unless it was cut short: then they stay due. */
export async function settling(
  { store }: Pick<PollContext, 'store'>,
  held: Awaited<ReturnType<typeof holdPushed>>,
  signal: AbortSignal | undefined,
  poll: () => Promise<StageResult>,
): Promise<StageResult> {
  const result = await poll();
  if (result.failure === null && signal?.aborted !== true) await store.push.settle(held.esims, held.until);
  return result;
}
