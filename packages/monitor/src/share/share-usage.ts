import { setTimeout as sleep } from 'node:timers/promises';
import { inUseFirst } from '@roamwatch/core';
import type { Shard } from '@roamwatch/store';
import type { PollContext } from '../poll/context.js';
import type { BegunPolling } from '../poll/cycle-options.js';
import type { OnProgress } from '../poll/progress.js';
import { joinStages, type StageResult } from '../poll/stage.js';
import type { SharedQueue } from '../ports/shared-queue.js';
import { Interrupted } from './interrupted.js';
import { isFailedShard, type ShardJob } from './poll-shard.js';
import { stageFromJson, stageToJson } from './stage-json.js';
import { type CycleUnderWay, type DividedFleet, requireLead, withDivision } from './under-way.js';

/** eSIMs of a shard: few enough that workers finish together and little is lost with one, enough that a shard costs nothing. */
const LARGEST = 250;
const SMALLEST = 25;
/** Of a fleet between these bounds. */
const SHARDS = 32;

const LOOK_EVERY_MS = 250;

/**
 * Jobs are sent with the shards, and done again until they are done, so that none is missing unless somebody emptied the queue. Then a
 * poll would never end.
 */
const SEND_AGAIN_MS = 60_000;
/** So many at a time: those of a large fleet would take longer than that. */
const SENT_AGAIN = 200;

/** What leading a shared cycle takes. */
export interface Leading {
  readonly ctx: PollContext;
  readonly queue: SharedQueue;
  readonly underWay: CycleUnderWay;
  /** Aborted when this worker ends, or another one leads. */
  readonly signal: AbortSignal;
  readonly onProgress?: OnProgress | undefined;
}

/** What an earlier leader of this cycle has begun; null: nothing yet. */
export function begunEarlier({ divided }: CycleUnderWay): BegunPolling | null {
  if (divided === null) return null;
  return { before: stageFromJson(divided.before), units: divided.units, fleet: divided.fleet, targets: null };
}

/**
 * Has the fleet polled by all workers: divides it into shards and sends the jobs about them, in one transaction, unless an earlier
 * leader of the cycle did, and waits for what each shard comes to.
 *
 * @throws Interrupted when this worker ends or another leads the cycle.
 */
export async function shareUsage(leading: Leading, begun: BegunPolling): Promise<StageResult> {
  const divided = leading.underWay.divided ?? (await divide(leading, begun));
  await untilPolled(leading, divided);
  await requireLead(leading.ctx.store, leading.underWay);
  const results = await leading.ctx.store.cycles.shardResults(leading.underWay.cycle);
  const crashed = results.find(isFailedShard);
  if (crashed) throw new Error(`a part of the fleet could not be polled: ${crashed.error}`);
  return joinStages(...results.map(stageFromJson));
}

async function divide({ ctx, queue, underWay }: Leading, begun: BegunPolling): Promise<DividedFleet> {
  if (begun.targets === null) throw new TypeError('a cycle that was begun earlier is divided already');
  const { count, chosen } = begun.targets;
  const size = Math.min(LARGEST, Math.max(SMALLEST, Math.ceil(count / SHARDS)));
  const parts =
    chosen === null
      ? await partsOf(ctx, size)
      : [
          byKey(
            chosen.map(({ esim }) => esim),
            size,
          ),
        ];
  const divided: DividedFleet = {
    before: stageToJson(begun.before),
    units: begun.units,
    fleet: begun.fleet,
    esims: count,
    parts: parts.map(({ length }) => length),
  };
  const { cycle } = underWay;
  const shards = parts.flat().map((shard, position) => ({ ...shard, position }));
  const jobs = shards.map(({ position }) => shardJob(cycle, position));
  const sending = jobs.length === 0 ? null : await queue.sending('shard', jobs);
  await ctx.store.cycles.share({ cycle, shards, sending }, withDivision(underWay, divided));
  queue.wake('shard');
  return divided;
}

function shardJob(cycle: number, position: number) {
  return { key: `${cycle}.${position}`, data: { cycle, position } satisfies ShardJob };
}

/** Those in use come first, as in a poll by one process. */
async function partsOf({ store, config }: PollContext, size: number): Promise<readonly (readonly Part[])[]> {
  const parts: (readonly Part[])[] = [];
  for (const statuses of inUseFirst(config.poll.statuses)) {
    parts.push(byRange(await store.fleet.pollRanges(statuses, size)));
  }
  return parts;
}

type Part = Omit<Shard, 'position'>;

function byRange(ranges: readonly { readonly last: number }[]): readonly Part[] {
  return ranges.map(({ last }, place) => ({
    after: ranges[place - 1]?.last ?? 0,
    last,
    esims: null,
  }));
}

function byKey(esims: readonly number[], size: number): readonly Part[] {
  const sorted = esims.toSorted((a, b) => a - b);
  return Array.from({ length: Math.ceil(sorted.length / size) }, (_, position) => {
    const part = sorted.slice(position * size, (position + 1) * size);
    return { after: (part[0] ?? 1) - 1, last: part.at(-1) ?? 0, esims: part };
  });
}

async function untilPolled(
  { ctx, queue, underWay, signal, onProgress }: Leading,
  { esims, parts }: DividedFleet,
): Promise<void> {
  const { cycle } = underWay;
  const shards = parts.reduce((sum, part) => sum + part, 0);
  let sentAt = performance.now();
  for (;;) {
    if (signal.aborted) throw new Interrupted();
    const left = await ctx.store.cycles.shardsLeft(cycle);
    const done = Math.round((esims * (shards - left.length)) / Math.max(1, shards));
    onProgress?.({ phase: 'polling', done, failed: 0, total: esims, waitingFor: [] });
    if (left.length === 0) return;
    if (performance.now() - sentAt >= SEND_AGAIN_MS) {
      for (const position of left.slice(0, SENT_AGAIN)) {
        await queue.send({ kind: 'shard', ...shardJob(cycle, position) });
      }
      sentAt = performance.now();
    }
    await sleep(LOOK_EVERY_MS);
  }
}
