import { StoreError } from '@roamwatch/store';
import type { Log } from '../ports/log.js';
import { SecretError } from '../ports/secret.js';

/** Runs jobs one at a time, in order. */
export interface JobQueue {
  /** Runs `job` after those before it; skips it while a job of that name is queued or runs. Never throws. */
  enqueueOnce(name: string, job: () => Promise<unknown>): Promise<void>;
  /** The same, but never skips it. */
  enqueue(name: string, job: () => Promise<unknown>): Promise<void>;
  /** True while a job of that name is queued or runs. */
  isPending(name: string): boolean;
  /** Resolves when nothing runs or is queued. */
  idle(): Promise<void>;
}

export function createJobQueue(log: Log): JobQueue {
  const pending = new Set<string>();
  let last: Promise<void> = Promise.resolve();

  function enqueue(name: string, job: () => Promise<unknown>): Promise<void> {
    last = last.then(job).then(
      () => undefined,
      (error: unknown) => logFailure(log, name, error),
    );
    return last;
  }

  return {
    async enqueueOnce(name, job) {
      if (pending.has(name)) {
        log.debug({ event: 'skipped', job: name }, 'skipped: the previous run has not finished');
        return;
      }
      pending.add(name);
      await enqueue(name, job);
      pending.delete(name);
    },
    enqueue,
    isPending: (name) => pending.has(name),
    idle: () => last,
  };
}

/** A fault that the operator can fix is a sentence; a stack trace is for our own faults. */
export function logFailure(log: Log, job: string, error: unknown): void {
  const expected = error instanceof StoreError || error instanceof SecretError;
  log.error(
    { event: 'job-failed', job, ...(expected ? {} : { err: error }) },
    `${job} failed and will be retried at its next run${expected ? `: ${error.message}` : ''}`,
  );
}
