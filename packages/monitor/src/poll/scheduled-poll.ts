import { performance } from 'node:perf_hooks';
import type { Context } from '../context.js';
import { beat } from '../run/heartbeat.js';
import { planAndChoose } from './adaptive/plan.js';
import { type CycleResult, pollCycle } from './cycle.js';
import { logProgress } from './progress.js';

/** A poll of the daemon: counted, and followed by a heartbeat when it was good. */
export async function scheduledPoll(ctx: Context, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  let result: CycleResult | null = null;
  try {
    const choose = ctx.config.poll.adaptive === null ? {} : { choose: planAndChoose };
    result = await pollCycle(ctx, { signal, onProgress: logProgress(ctx.log), ...choose });
  } finally {
    ctx.requests?.save();
    ctx.observer.poll(result, (performance.now() - started) / 1000);
  }
  if (result.problems.length === 0 && !signal.aborted) await beat(ctx, signal);
}
