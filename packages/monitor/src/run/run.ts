import { MINUTE } from '@roamwatch/core';
import type { Context } from '../context.js';
import { scheduledPrune } from '../database/retention.js';
import { drain } from '../deliver/deliver.js';
import { createJobQueue } from '../schedule/job-queue.js';
import { rememberSchedules } from '../schedule/overdue.js';
import { startSchedules } from '../schedule/schedules.js';
import type { Reload } from './reload.js';
import { scheduledPoll } from './scheduled-poll.js';
import type { ServiceManager } from './service-manager.js';
import { holdInstance } from './single-instance.js';
import { tick } from './tick.js';

/** After a restart a poll that is due soon anyway is not made twice. */
const RECENT = 5 * MINUTE;

/** What the daemon runs on: the jobs' context, whose connections can be closed when another replaces it. */
export interface RunContext extends Context {
  /** Closes the connections to the outside; the database stays open. */
  retire(): Promise<void>;
}

export interface RunOptions<T extends RunContext> {
  /** Serves HTTP; `current` gives the context in use, which a reload replaces. Null when nothing is served. */
  readonly serve?: (current: () => T) => Promise<HttpServer | null>;
  /** Left out, the configuration is never read again. */
  readonly reload?: Reload<T>;
  /** Notified when the start is complete and when the shutdown begins. */
  readonly manager?: ServiceManager;
}

export interface HttpServer {
  readonly url: string;
  /** Lets answers under way end, for a moment. */
  close(): Promise<void>;
}

/**
 * The daemon: polls on schedule, and every minute does what the clock alone brings about (expiry, the end of
 * a silence, a retry). A new configuration takes effect between two jobs. Resolves when `signal` is aborted and
 * the work under way has ended cleanly.
 *
 * @throws AlreadyRunningError when another process works on the database, also when it takes over later.
 * @throws whatever `serve` throws.
 */
export async function runMonitor<T extends RunContext>(
  first: T,
  signal: AbortSignal,
  options: RunOptions<T> = {},
): Promise<void> {
  const lost = new AbortController();
  const release = await holdInstance(first, (error) => lost.abort(error));
  try {
    await watch(first, AbortSignal.any([signal, lost.signal]), options);
  } finally {
    await release();
  }
  lost.signal.throwIfAborted();
  first.log.info({ event: 'stopped' }, 'stopped');
}

async function watch<T extends RunContext>(
  first: T,
  signal: AbortSignal,
  { serve, reload, manager }: RunOptions<T>,
) {
  let ctx = first;
  const queue = createJobQueue(ctx.log);
  const besidePoll = createJobQueue(ctx.log);
  const jobs = {
    poll: () => queue.enqueueOnce('poll', () => scheduledPoll(ctx, signal)),
    // A poll of a large fleet takes long; what waits for another try must not wait for its end.
    tick: () =>
      queue.isPending('poll')
        ? besidePoll.enqueueOnce('deliver', () => drain(ctx, signal))
        : queue.enqueueOnce('tick', () => tick(ctx, signal)),
    prune: () => queue.enqueueOnce('prune', async () => scheduledPrune(ctx)),
  };

  await rememberSchedules(ctx);
  const http = (await serve?.(() => ctx)) ?? null;
  let schedules = startSchedules(ctx, jobs);
  const stopListening = reload?.onRequest(() => {
    void queue.enqueue('reload', async () => {
      const next = await reload.renew(ctx);
      if (next === null) return;
      await schedules.stop();
      await besidePoll.idle();
      await ctx.retire();
      ctx = next;
      schedules = startSchedules(ctx, jobs);
      await rememberSchedules(ctx);
    });
  });
  ctx.log.info(
    { event: 'started', nextPoll: schedules.nextPoll(), database: ctx.store.file, http: http?.url ?? null },
    'roamwatch is watching',
  );
  manager?.ready();

  const lastGood = await ctx.store.cycles.lastGoodAt();
  if (lastGood === null || ctx.now() - lastGood > RECENT) void jobs.poll();
  else void jobs.tick();

  await aborted(signal);
  manager?.stopping();
  ctx.log.info({ event: 'stopping' }, 'shutting down; finishing in-flight work');
  stopListening?.();
  await queue.idle();
  await schedules.stop();
  await queue.idle();
  await besidePoll.idle();
  await http?.close();
  await ctx.retire();
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
