import type { UnixSeconds } from '@roamwatch/core';
import type { Sending } from '@roamwatch/store';

/**
 * What workers do for each other. Wake-ups only: what is to be done, and what was done, is in the database.
 *
 * - `poll`: one whole cycle, led by whoever takes it; one at a time. `due`: the eSIMs that adaptive polling plans for now.
 * - `pushed`: eSIMs that events of the provider made due.
 * - `shard`: a part of the fleet in a cycle.
 * - `tick`: what the clock alone brings about. `deliver`: messages to receivers. `report`: one scheduled report. `prune`.
 */
export type WorkKind = 'poll' | 'due' | 'pushed' | 'shard' | 'tick' | 'deliver' | 'report' | 'prune';

/** A job for whichever process takes it. */
export interface SharedJob {
  readonly kind: WorkKind;
  /** Of jobs of the same kind and key one runs at a time. Left out: of all of the kind. */
  readonly key?: string;
  /** JSON. */
  readonly data?: object;
  /** With one, whoever else sends it again for the same occurrence sends nothing. */
  readonly occurrence?: UnixSeconds;
}

/** A job that this worker has taken. */
export interface TakenJob {
  readonly data: unknown;
  /** Aborted when another worker has taken it over, because this one was silent for too long. */
  readonly signal: AbortSignal;
}

/** Throws when the job is to be done again, perhaps by another worker. */
export type Handler = (job: TakenJob) => Promise<void>;

/** A queue that any number of workers share. A job of a worker that dies goes to another one within a minute. */
export interface SharedQueue {
  /** Takes jobs from now on. */
  start(handlers: Readonly<Record<WorkKind, Handler>>): Promise<void>;
  /** Sends a job, unless it is queued or was sent for the same occurrence already. */
  send(job: SharedJob): Promise<void>;
  /** What sends jobs of a kind, each with another key, in a transaction of the store. */
  sending(kind: WorkKind, jobs: readonly Pick<SharedJob, 'key' | 'data'>[]): Promise<Sending>;
  /** Looks at once for jobs of a kind that a transaction of this worker has sent. */
  wake(kind: WorkKind): void;
  /** Takes no more jobs. What is under way goes on, for a moment; what it leaves goes to other workers. */
  stop(): Promise<void>;
}
