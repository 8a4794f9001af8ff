import { inUseFirst } from '@roamwatch/core';
import type { PollTarget, SharedShard } from '@roamwatch/store';
import type { PollContext } from '../poll/context.js';
import { addCounts } from '../poll/counts.js';
import { pages } from '../poll/pages.js';
import { pollUsage } from '../poll/poll-usage.js';
import { joinStages, type StageResult } from '../poll/stage.js';
import { theseTargets } from '../poll/targets.js';
import { Interrupted } from './interrupted.js';
import { isPassing } from './passing.js';
import { stageToJson } from './stage-json.js';
import { type CycleUnderWay, cycleUnderWay, type DividedFleet } from './under-way.js';

/** A statement costs a round trip however many answers it stores, and storing keeps no page of this process waiting. */
const BATCH = 250;

/** Which shard a job is about. */
export interface ShardJob {
  readonly cycle: number;
  readonly position: number;
}

/** In the place of a result: polling it failed because of a fault of ours, which would fail again. */
interface FailedShard {
  readonly error: string;
}

export function isFailedShard(result: unknown): result is FailedShard {
  return typeof result === 'object' && result !== null && 'error' in result && !('counts' in result);
}

/**
 * Polls a shard of the cycle that is under way, and stores what it came to. Does nothing where that has been done, or the cycle
 * has ended. eSIMs that a worker read in this cycle before it died are not polled again.
 *
 * @throws Interrupted when this worker ends or another has taken the shard over; StoreError while the database does not answer.
 */
export async function pollShard(ctx: PollContext, job: ShardJob, signal: AbortSignal): Promise<void> {
  const underWay = await cycleUnderWay(ctx.store);
  if (underWay?.divided == null || underWay.cycle !== job.cycle) return;
  const shard = await ctx.store.cycles.shard(job.cycle, job.position);
  if (shard === null || shard.isDone) return;
  const result = await resultOf(ctx, shard, underWay, signal);
  if (signal.aborted) throw new Interrupted();
  await ctx.store.cycles.finishShard(job.cycle, job.position, result);
}

async function resultOf(
  ctx: PollContext,
  shard: SharedShard,
  underWay: CycleUnderWay,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    return stageToJson(await polled(ctx, shard, underWay, signal));
  } catch (error) {
    if (isPassing(error) || signal.aborted) throw error;
    ctx.log.error(
      { event: 'shard-failed', shard: shard.position, err: error },
      'a part of the fleet could not be polled',
    );
    return { error: error instanceof Error ? error.message : String(error) } satisfies FailedShard;
  }
}

async function polled(
  ctx: PollContext,
  shard: SharedShard,
  { divided, startedAt }: CycleUnderWay,
  signal: AbortSignal,
): Promise<StageResult> {
  if (divided === null) throw new TypeError('the fleet is not divided');
  const targets = await targetsOf(ctx, shard, divided);
  const left = targets.filter(({ reading }) => reading === null || reading.at <= startedAt);
  const units = (await ctx.store.usage.units()) ?? divided.units;
  const stage = await pollUsage(ctx, theseTargets(left), units, {
    signal,
    fleet: divided.fleet,
    batch: BATCH,
  });
  const counts = addCounts(stage.counts, { polled: targets.length - left.length });
  return joinStages({ ...stage, counts });
}

async function targetsOf(
  { store, config }: PollContext,
  { position, after, last, esims }: SharedShard,
  { parts }: DividedFleet,
): Promise<readonly PollTarget[]> {
  const [first = 0] = parts;
  const statuses =
    parts.length === 1 ? config.poll.statuses : inUseFirst(config.poll.statuses)[position < first ? 0 : 1];
  if (statuses === undefined) return [];
  const wanted = esims === null ? null : new Set(esims);
  const found: PollTarget[] = [];
  const from = pages(
    (page) => store.fleet.pollTargets(statuses, { ...page, after: Math.max(after, page.after) }, last),
    ({ esim }) => esim,
  );
  for await (const page of from) found.push(...page.filter(({ esim }) => wanted?.has(esim) ?? true));
  return found;
}
