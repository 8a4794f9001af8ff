import type { QueueOptions, QueuePolicy, WorkOptions } from 'pg-boss';

/** How jobs of one kind are queued and done. */
export interface Kind {
  /**
   * `exclusive`: of a key one job is queued or done at a time, and what is sent meanwhile is not needed. `stately`: one is done, and
   * one more is queued, for what has come since it began.
   */
  readonly policy: Extract<QueuePolicy, 'exclusive' | 'stately'>;
  /** Jobs of it that one process does side by side. */
  readonly localConcurrency: number;
  /** How often an idle process looks for one, in seconds. */
  readonly pollingIntervalSeconds: number;
}

export const KINDS = {
  poll: { policy: 'exclusive', localConcurrency: 1, pollingIntervalSeconds: 1 },
  due: { policy: 'exclusive', localConcurrency: 1, pollingIntervalSeconds: 5 },
  // Events come while others are polled.
  pushed: { policy: 'stately', localConcurrency: 1, pollingIntervalSeconds: 1 },
  // While one shard stores its last answers, the next one is polled.
  shard: { policy: 'exclusive', localConcurrency: 2, pollingIntervalSeconds: 0.5 },
  tick: { policy: 'exclusive', localConcurrency: 1, pollingIntervalSeconds: 1 },
  // A slow mail server keeps one of them busy.
  deliver: { policy: 'stately', localConcurrency: 4, pollingIntervalSeconds: 1 },
  report: { policy: 'exclusive', localConcurrency: 1, pollingIntervalSeconds: 5 },
  prune: { policy: 'exclusive', localConcurrency: 1, pollingIntervalSeconds: 30 },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof KINDS;

export const KIND_NAMES = Object.keys(KINDS) as readonly KindName[];

/** A process that was silent for so long, in seconds, is taken for dead. The shortest that pg-boss allows. */
const HEARTBEAT = 10;

/** Every job is done in the end, however often processes die over it: what must not be done again finds that in the database. */
export const QUEUE: QueueOptions = {
  heartbeatSeconds: HEARTBEAT,
  expireInSeconds: 86_399,
  retryLimit: 1_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 30,
  // As long as a schedule may come again by a clock that is put back.
  deleteAfterSeconds: 86_400,
};

export const WORK: WorkOptions = { heartbeatRefreshSeconds: 3 };
