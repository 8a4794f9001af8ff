import type { UnixSeconds } from '@roamwatch/core';
import { scheduledPrune } from '../database/retention.js';
import { pollBetweenListings } from '../poll/adaptive/between-listings.js';
import { answerAllPollRequests } from '../poll-requests/mailbox.js';
import type { Handler, SharedQueue, TakenJob, WorkKind } from '../ports/shared-queue.js';
import { listPushed, pollPushed } from '../push/poll-pushed.js';
import { runDueReport } from '../reports/run-due.js';
import { createJobQueue, logFailure } from '../schedule/job-queue.js';
import { type DeliverJob, deliverTo, sendDeliveries } from '../share/deliver-together.js';
import { Interrupted } from '../share/interrupted.js';
import { isPassing } from '../share/passing.js';
import { pollShard, type ShardJob } from '../share/poll-shard.js';
import { sharedPoll } from '../share/shared-poll.js';
import { cycleUnderWay } from '../share/under-way.js';
import { reviewRunningDaemons } from './review-daemons.js';
import type { RunContext } from './run-context.js';
import { createSender } from './sender.js';
import { isOutdated } from './single-instance.js';
import { tickByClock } from './tick.js';
import { reasonOf, type Work } from './work.js';

interface PollJob {
  /** All eSIMs, also where a schedule would choose. */
  readonly whole: boolean;
}

/**
 * The same work, shared by any number of workers on one database: each thing that is to be done is a job in a queue, and whoever is
 * free takes it. One poll at a time is led by one worker, and all poll the fleet.
 *
 * @param current the context in use, which a reload replaces.
 * @param end is called when this process must end, because a newer version has changed the database.
 */
export function createSharedWork(
  current: () => RunContext,
  signal: AbortSignal,
  queue: SharedQueue,
  end: (reason: Error) => void,
): Work {
  const own = createJobQueue(current().log);
  const underWay = new Map<Promise<void>, WorkKind>();
  let ending = new AbortController();

  const sender = createSender(queue, () => current().log);
  const { send } = sender;

  /** Does a job; whatever fails for good is logged here, and the rest is thrown, so that the job is done again. */
  const handler =
    (kind: WorkKind, work: (ctx: RunContext, job: TakenJob) => Promise<unknown>): Handler =>
    async (job) => {
      const ctx = current();
      const ends = AbortSignal.any([
        job.signal,
        signal,
        ...(ENDED_BY_RELOAD.has(kind) ? [ending.signal] : []),
      ]);
      if (ends.aborted) throw new Interrupted();
      const doing = begun(ctx, () => work(ctx, { data: job.data, signal: ends }));
      const settled = doing.then(
        () => undefined,
        () => undefined,
      );
      underWay.set(settled, kind);
      try {
        await doing;
        // What it did not come to is done elsewhere, at once.
        if (kind === 'deliver' && ends.aborted) throw new Interrupted();
      } catch (error) {
        // A newer worker does it.
        if (isOutdated(error)) end(error);
        if (error instanceof Interrupted || ends.aborted) throw new Interrupted();
        logFailure(ctx.log, kind, error);
        if (isPassing(error)) throw error;
      } finally {
        underWay.delete(settled);
      }
    };

  const poll = async (ctx: RunContext, { data, signal: ends }: TakenJob) => {
    const { whole } = data as PollJob;
    try {
      const result = await sharedPoll(ctx, queue, ends, { whole });
      await answerAllPollRequests(ctx.store.settings, { kind: 'ended', result });
    } catch (error) {
      const isElsewhere = error instanceof Interrupted || isPassing(error) || ends.aborted;
      if (!isElsewhere) {
        await answerAllPollRequests(ctx.store.settings, { kind: 'failed', error: reasonOf(error) });
      }
      throw error;
    }
  };

  const tick = async (ctx: RunContext) => {
    const pollingSince = (await cycleUnderWay(ctx.store))?.startedAt ?? null;
    const report = async (name: string) => send({ kind: 'report', key: name, data: { name } });
    try {
      await reviewRunningDaemons(ctx);
      await tickByClock(ctx, pollingSince, report);
    } finally {
      await sendDeliveries(ctx, queue);
    }
  };

  const due = async (ctx: RunContext, { signal: ends }: TakenJob) => {
    if ((await cycleUnderWay(ctx.store)) !== null) return;
    if (await pollBetweenListings(ctx, ends)) await send({ kind: 'tick' });
  };

  const pushed = async (ctx: RunContext, { signal: ends }: TakenJob) => {
    let isAny = await pollPushed(ctx, ends);
    while (await listPushed(ctx, ends)) {
      await pollPushed(ctx, ends);
      isAny = true;
    }
    if (isAny) await send({ kind: 'tick' });
  };

  const report = async (ctx: RunContext, { data }: TakenJob) => {
    const { name } = data as { readonly name: string };
    const scheduled = ctx.config.reports.find((one) => one.name === name);
    if (scheduled) await runDueReport(ctx, scheduled);
    await sendDeliveries(ctx, queue);
  };

  const deliver = async (ctx: RunContext, { data, signal: ends }: TakenJob) => {
    const { dead } = await deliverTo(ctx, data as DeliverJob, ends);
    // The notices about them are for others.
    if (dead > 0) await sendDeliveries(ctx, queue);
  };

  const sendPoll = (whole: boolean, occurrence: UnixSeconds | undefined) =>
    void send({
      kind: 'poll',
      data: { whole } satisfies PollJob,
      ...(occurrence !== undefined && { occurrence }),
    });

  return {
    start: () =>
      queue.start({
        poll: handler('poll', poll),
        due: handler('due', due),
        pushed: handler('pushed', pushed),
        shard: handler('shard', (ctx, job) => pollShard(ctx, job.data as ShardJob, job.signal)),
        tick: handler('tick', tick),
        report: handler('report', report),
        deliver: handler('deliver', deliver),
        prune: handler('prune', scheduledPrune),
      }),
    poll: (occurrence) => sendPoll(false, occurrence),
    pollWhole: () => sendPoll(true, undefined),
    tick(occurrence) {
      const once = occurrence === undefined ? {} : { occurrence };
      if (current().config.poll.adaptive !== null) void send({ kind: 'due', ...once });
      if (current().config.push !== null) void send({ kind: 'pushed', ...once });
      void send({ kind: 'tick', ...once });
    },
    pushed: () => void send({ kind: 'pushed' }),
    prune: (occurrence) => void send({ kind: 'prune', ...(occurrence !== undefined && { occurrence }) }),
    afterTick: (name, job) => void own.enqueue(name, job),
    async endPoll() {
      const polling = [...underWay].flatMap(([job, kind]) => (ENDED_BY_RELOAD.has(kind) ? [job] : []));
      ending.abort();
      await Promise.all(polling);
      ending = new AbortController();
      return polling.length > 0;
    },
    delivered: async () => void (await Promise.all(underWay.keys())),
    async idle() {
      await own.idle();
      await sender.stop();
      await queue.stop();
      await Promise.all(underWay.keys());
    },
  };
}

/** Nothing is begun on a database that cannot be used, or that a newer version has changed. */
async function begun({ store }: RunContext, work: () => Promise<unknown>): Promise<unknown> {
  const fault = await store.upkeep.fault();
  if (fault !== null) throw fault;
  return work();
}

/** What waits for the provider begins again under a new configuration. */
const ENDED_BY_RELOAD: ReadonlySet<WorkKind> = new Set(['poll', 'due', 'pushed', 'shard']);
