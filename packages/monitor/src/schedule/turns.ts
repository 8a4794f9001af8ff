import { StoreError } from '@roamwatch/store';
import type { Log } from '../ports/log.js';
import { SecretError } from '../ports/secret.js';

/** Runs jobs one after another: SQLite has one writer, and a poll and a tick must not deliver side by side. */
export interface Turns {
  /** Runs `job` when the one before has ended; skips it while the same job already waits or runs. Never throws. */
  take(name: string, job: () => Promise<unknown>): Promise<void>;
  /** The same, but never skips it. */
  queue(name: string, job: () => Promise<unknown>): Promise<void>;
  /** True while the job runs or waits. */
  isUnderWay(name: string): boolean;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
}

export function oneAtATime(log: Log): Turns {
  const underWay = new Set<string>();
  let last: Promise<void> = Promise.resolve();

  function queue(name: string, job: () => Promise<unknown>): Promise<void> {
    last = last.then(job).then(
      () => undefined,
      (error: unknown) => logFailure(log, name, error),
    );
    return last;
  }

  return {
    async take(name, job) {
      if (underWay.has(name)) {
        log.debug({ event: 'skipped', job: name }, 'skipped: the one before is still under way');
        return;
      }
      underWay.add(name);
      await queue(name, job);
      underWay.delete(name);
    },
    queue,
    isUnderWay: (name) => underWay.has(name),
    idle: () => last,
  };
}

/** What the operator can mend is said in words; a stack trace is for our own faults. */
function logFailure(log: Log, job: string, error: unknown): void {
  const expected = error instanceof StoreError || error instanceof SecretError;
  log.error(
    { event: 'job-failed', job, ...(expected ? {} : { err: error }) },
    `${job} failed and is tried again in its next turn${expected ? `: ${error.message}` : ''}`,
  );
}
