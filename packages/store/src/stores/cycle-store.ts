import type { EsimKey, UnixSeconds } from '@roamwatch/core';
import type { Decide } from './decide.js';

/** Poll cycles, and how they ended. */
export interface CycleStore {
  /** Returns its id. */
  begin(at: UnixSeconds): Promise<number>;
  /** `summary` is the object `poll --json` prints. */
  finish(
    id: number,
    at: UnixSeconds,
    summary: Readonly<Record<string, number>>,
    error: string | null,
  ): Promise<void>;
  /** When the newest cycle that ended without an error did so; null before the first. */
  lastGoodAt(): Promise<UnixSeconds | null>;
  /** When that cycle began. */
  lastGoodBegunAt(): Promise<UnixSeconds | null>;

  /**
   * Divides the fleet of a cycle that several processes share, all or nothing: its shards, a setting, and the jobs about them.
   * Shards of earlier cycles are gone then.
   */
  share(division: Division, setting: ChangedSetting): Promise<void>;
  /** By position; null: there is none, or no longer. */
  shard(cycle: number, position: number): Promise<SharedShard | null>;
  /** The positions of those that were not polled yet. */
  shardsLeft(cycle: number): Promise<readonly number[]>;
  /** The results of the shards that were polled, by position. */
  shardResults(cycle: number): Promise<readonly unknown[]>;
  /** Stores what polling a shard came to, as JSON. False, and nothing is changed, where another process was faster. */
  finishShard(cycle: number, position: number, result: unknown): Promise<boolean>;
}

/** A cycle divided into shards for several workers. */
export interface Division {
  readonly cycle: number;
  readonly shards: readonly Shard[];
  /** Sends the jobs about the shards; null: nobody waits for any. */
  readonly sending: Sending | null;
}

/** A statement that sends jobs of a queue in the same database. */
export interface Sending {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** A setting that is changed in the same transaction as something else. */
export interface ChangedSetting {
  readonly key: string;
  /** Gets undefined when it was never set. What it throws undoes everything. */
  readonly change: Decide<unknown, unknown>;
}

/** A part of the fleet. */
export interface Shard {
  readonly position: number;
  /** It contains the eSIMs with a key above this, */
  readonly after: EsimKey;
  /** up to this. */
  readonly last: EsimKey;
  /** Of those these alone; null: all that are polled. */
  readonly esims: readonly EsimKey[] | null;
}

/** A shard as the workers of its cycle see it. */
export interface SharedShard extends Shard {
  readonly isDone: boolean;
}
