import type { QueueOptions, QueuePolicy, WorkOptions } from 'pg-boss';

/** How jobs of one kind are queued and done. */
export interface Kind {
  /**
   * `exclusive`: of a key one job is queued or done at a time, and what is sent meanwhile is not needed. `stately`: one is done, and
   * one more is queued, for what has come since it began.
   */
  readonly policy: Extract<QueuePolicy, 'exclusive' | 'stately'>;
  /** Jobs of it that one process does side by side. */
  readonly sideBySide: number;
  /** Interval, in seconds, at which an idle process looks for jobs that others sent. It knows of its own. */
  readonly looksEvery: number;
}

export const KINDS = {
  poll: { policy: 'exclusive', sideBySide: 1, looksEvery: 2 },
  due: { policy: 'exclusive', sideBySide: 1, looksEvery: 5 },
  // Events come while others are polled.
  pushed: { policy: 'stately', sideBySide: 1, looksEvery: 5 },
  // While one shard stores its last answers, the next one is polled. The leader of a poll wants the others to join in soon.
  shard: { policy: 'exclusive', sideBySide: 2, looksEvery: 1 },
  tick: { policy: 'exclusive', sideBySide: 1, looksEvery: 2 },
  // A slow mail server keeps one of them busy.
  deliver: { policy: 'stately', sideBySide: 4, looksEvery: 2 },
  report: { policy: 'exclusive', sideBySide: 1, looksEvery: 5 },
  prune: { policy: 'exclusive', sideBySide: 1, looksEvery: 30 },
} as const satisfies Readonly<Record<string, Kind>>;

/** Interval, in seconds, at which the other workers of a kind look while the one that looks out may be busy for long. */
export const SPARE_LOOKS_EVERY = 5;

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
