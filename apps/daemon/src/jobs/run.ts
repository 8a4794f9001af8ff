import { MINUTE } from '@roamwatch/core';
import type { Context } from '../context.js';
import { startHttp } from '../http/server.js';
import { createMetrics, type Metrics } from '../metrics/metrics.js';
import type { ServiceManager } from '../service-manager.js';
import { drain } from './deliver/deliver.js';
import { beginDuties } from './duties.js';
import { everyMinute } from './every-minute.js';
import { holdInstance } from './instance.js';
import { type Reload, renewed } from './reload.js';
import { scheduledPoll } from './scheduled-poll.js';
import { startSchedules } from './schedules.js';
import { oneAtATime } from './turns.js';
import { scheduledPrune } from './upkeep.js';

/** After a restart a poll that is due soon anyway is not made twice. */
const RECENT = 5 * MINUTE;

export interface DaemonOptions {
  /** What `/metrics` shows; its observer should be the context's. */
  readonly metrics?: Metrics;
  /** Left out, the configuration is never read again. */
  readonly reload?: Reload;
  /** Told when the start is over and when the end begins. */
  readonly manager?: ServiceManager;
}

/**
 * The daemon: polls on schedule, and every minute looks at what the clock alone brings about (expiry, the end of
 * a silence, a retry). A new configuration takes effect between two jobs. Resolves when `signal` is aborted and
 * the work under way has ended cleanly.
 *
 * @throws AlreadyRunningError when another process works on the database, also when it takes over later.
 * @throws ListenError when the HTTP address cannot be had.
 */
export async function runDaemon(
  first: Context,
  signal: AbortSignal,
  options: DaemonOptions = {},
): Promise<void> {
  const lost = new AbortController();
  const release = holdInstance(first, (error) => lost.abort(error));
  try {
    await watch(first, AbortSignal.any([signal, lost.signal]), options);
  } finally {
    release();
  }
  lost.signal.throwIfAborted();
  first.log.info({ event: 'stopped' }, 'stopped');
}

async function watch(
  first: Context,
  signal: AbortSignal,
  { metrics = createMetrics(), reload, manager }: DaemonOptions,
) {
  let ctx = first;
  const turns = oneAtATime(ctx.log);
  const besidePoll = oneAtATime(ctx.log);
  const jobs = {
    poll: () => turns.take('poll', () => scheduledPoll(ctx, signal)),
    // A poll of a large fleet takes long; what waits for another try must not wait for its end.
    tick: () =>
      turns.isUnderWay('poll')
        ? besidePoll.take('deliver', () => drain(ctx, signal))
        : turns.take('tick', () => everyMinute(ctx, signal)),
    prune: () => turns.take('prune', async () => scheduledPrune(ctx)),
  };

  beginDuties(ctx);
  const http = ctx.config.http ? await startHttp(ctx.config.http, { current: () => ctx, metrics }) : null;
  let schedules = startSchedules(ctx, jobs);
  const stopListening = reload?.onRequest(() => {
    void turns.queue('reload', async () => {
      const next = renewed(ctx, reload);
      if (next === null) return;
      await schedules.stop();
      await besidePoll.idle();
      await ctx.retire();
      ctx = next;
      schedules = startSchedules(ctx, jobs);
      beginDuties(ctx);
    });
  });
  ctx.log.info(
    { event: 'started', nextPoll: schedules.nextPoll(), database: ctx.store.file, http: http?.url ?? null },
    'roamwatch is watching',
  );
  manager?.ready();

  const lastGood = ctx.store.cycles.lastGoodAt();
  if (lastGood === null || ctx.now() - lastGood > RECENT) void jobs.poll();
  else void jobs.tick();

  await aborted(signal);
  manager?.stopping();
  ctx.log.info({ event: 'stopping' }, 'stopping: work under way is brought to its end');
  stopListening?.();
  await turns.idle();
  await schedules.stop();
  await turns.idle();
  await besidePoll.idle();
  await http?.close();
  await ctx.retire();
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
