import { MINUTE, type UnixSeconds } from '@roamwatch/core';
import { pullBack } from '../database/pull-back.js';
import { lastPrunedAt } from '../database/retention.js';
import { servePollRequests } from '../poll-requests/serve.js';
import type { SharedQueue } from '../ports/shared-queue.js';
import { rememberSchedules } from '../schedule/overdue.js';
import { type Schedules, startSchedules } from '../schedule/schedules.js';
import { compareDaemons } from './compare-daemons.js';
import type { Reload } from './reload.js';
import type { RunContext } from './run-context.js';
import type { ServiceManager } from './service-manager.js';
import { createSharedWork } from './shared-work.js';
import { holdInstance, isOutdated } from './single-instance.js';
import { createWork, type Work } from './work.js';

/** After a restart a poll that is due soon anyway is not made twice. */
const RECENT = 5 * MINUTE;

const EVERY_MINUTE = '* * * * *';

/** When few people work, and not on the hour, when most other jobs run. */
const AT_NIGHT = '17 3 * * *';

/** What the daemon is given from outside. Everything that is left out is not done. */
export interface RunOptions<T extends RunContext> {
  /** Serves HTTP; `current` gives the context in use, which a reload replaces. Null when nothing is served. */
  readonly serve?: (current: () => T, work: ServedWork) => Promise<HttpServer | null>;
  /** Left out, the configuration is never read again. */
  readonly reload?: Reload<T>;
  /** Notified when the start is complete and when the shutdown begins. */
  readonly manager?: ServiceManager;
  /** Shares the work with others on the same database; left out: this process does all of it. */
  readonly queue?: SharedQueue;
}

/** What may come about because of a request. */
export type ServedWork = Pick<Work, 'pushed' | 'tick'>;

/** A server that listens. */
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
 * @throws AlreadyRunningError when another process works on the database and the work is not shared, also when it takes over later.
 * @throws StoreError when a newer version has changed the schema of a shared database.
 * @throws whatever `serve` throws.
 */
export async function runMonitor<T extends RunContext>(
  first: T,
  signal: AbortSignal,
  options: RunOptions<T> = {},
): Promise<void> {
  const lost = new AbortController();
  const end = (reason: Error) => {
    if (isOutdated(reason) && !lost.signal.aborted) {
      first.log.error({ event: 'outdated' }, `this version stops: ${reason.message}`);
    }
    lost.abort(reason);
  };
  const release = await holdInstance(first, end, options.queue ? 'sharing' : 'alone');
  try {
    await watch(first, AbortSignal.any([signal, lost.signal]), end, options);
  } finally {
    await release();
  }
  lost.signal.throwIfAborted();
  first.log.info({ event: 'stopped' }, 'stopped');
}

async function watch<T extends RunContext>(
  first: T,
  signal: AbortSignal,
  end: (reason: Error) => void,
  { serve, reload, manager, queue }: RunOptions<T>,
) {
  let ctx = first;
  const isShared = queue !== undefined;
  const work = queue
    ? createSharedWork(() => ctx, signal, queue, end)
    : createWork(
        () => ctx,
        signal,
        (outcome) => requests.answer(outcome),
      );

  await pullBack(ctx);
  await rememberSchedules(ctx);
  const http = (await serve?.(() => ctx, work)) ?? null;
  const requests = servePollRequests(ctx, work.pollWhole, isShared);
  const comparison = isShared ? compareDaemons(() => ctx) : null;
  const lastGood = await ctx.store.cycles.lastGoodAt();
  const isRecent = lastGood !== null && ctx.now() - lastGood <= RECENT;
  const polledAt = isRecent ? lastGood : ctx.now();
  let schedules = schedule(ctx, work, { poll: polledAt, prune: (await lastPrunedAt(ctx)) ?? ctx.now() });
  /** Whatever becomes of the database meanwhile, something keeps to a schedule. */
  const adopt = (next: T) => {
    const former = ctx;
    ctx = next;
    comparison?.again();
    const lookedAt = schedules.lookedAt();
    schedules.stop();
    schedules = schedule(ctx, work, { poll: lookedAt, prune: lookedAt });
    work.afterTick('remember schedules', () => rememberSchedules(ctx));
    void work.delivered().then(() => former.retire());
  };
  const stopListening = reload?.onRequest(() =>
    work.afterTick('reload', async () => {
      let wasPolling = false;
      try {
        const next = await reload.renew(ctx, async () => {
          wasPolling = await work.endPoll();
        });
        if (next !== null) adopt(next);
      } finally {
        if (wasPolling) work.poll();
      }
    }),
  );
  ctx.log.info(
    {
      event: 'started',
      nextPoll: iso(schedules.next('poll')),
      database: ctx.store.file,
      http: http?.url ?? null,
    },
    'roamwatch is watching',
  );
  manager?.ready();

  await work.start();
  if (isRecent) work.tick();
  else work.poll();

  await aborted(signal);
  manager?.stopping();
  ctx.log.info({ event: 'stopping' }, 'shutting down; finishing in-flight work');
  stopListening?.();
  comparison?.stop();
  schedules.stop();
  await work.idle();
  await requests.close();
  await http?.close();
  await ctx.retire();
}

/** Starts the schedules. `done`: what has come until then is done; what has come since is caught up. */
function schedule(
  ctx: RunContext,
  work: Work,
  done: { readonly poll: UnixSeconds; readonly prune: UnixSeconds },
): Schedules {
  const now = ctx.now();
  return startSchedules(ctx, [
    { name: 'poll', schedule: ctx.config.poll.schedule, since: Math.min(done.poll, now), run: work.poll },
    { name: 'tick', schedule: EVERY_MINUTE, since: now, run: work.tick },
    { name: 'prune', schedule: AT_NIGHT, since: Math.min(done.prune, now), run: work.prune },
  ]);
}

function iso(instant: UnixSeconds | null): string | null {
  return instant === null ? null : new Date(instant * 1000).toISOString();
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
