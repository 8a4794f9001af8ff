import type { Logger } from '../log.js';

/** Runs jobs one after another: SQLite has one writer, and a poll and a tick must not deliver side by side. */
export interface Turns {
  /** Runs `job` when the one before has ended; skips it while the same job already waits or runs. Never throws. */
  take(name: string, job: () => Promise<unknown>): Promise<void>;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
}

export function oneAtATime(log: Logger): Turns {
  const underWay = new Set<string>();
  let last: Promise<void> = Promise.resolve();
  return {
    take(name, job) {
      if (underWay.has(name)) {
        log.debug({ event: 'skipped', job: name }, 'skipped: the one before is still under way');
        return Promise.resolve();
      }
      underWay.add(name);
      last = last
        .then(job)
        .catch((error: unknown) =>
          log.error({ event: 'job-failed', job: name, err: error }, `${name} failed`),
        )
        .then(() => void underWay.delete(name));
      return last;
    },
    idle: () => last,
  };
}
