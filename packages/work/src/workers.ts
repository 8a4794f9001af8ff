import type { PgBoss } from 'pg-boss';
import { KINDS, type KindName, SPARE_LOOKS_EVERY, WORK } from './queues.js';

/** A job as this process has taken it. */
export interface Taken {
  readonly data: unknown;
  /** Aborted when the job is another process's by now. */
  readonly signal: AbortSignal;
}

/** Those of one kind in this process. */
export interface Workers {
  /** Lets all that are free look for a job at once. */
  wake(): void;
}

/**
 * Starts the workers of one kind. The first one looks out for jobs. Where it finds one there may be more: then the next one looks at
 * once, too, and each looks again as soon as it has done one. So an idle process asks seldom, and a busy one does not wait.
 */
export async function startWorkers(
  boss: PgBoss,
  name: KindName,
  handle: (job: Taken) => Promise<void>,
): Promise<Workers> {
  const ids: string[] = [];
  const wake = (place: number) => {
    const id = ids[place];
    if (id !== undefined) boss.notifyWorker(id);
  };
  const { sideBySide, looksEvery } = KINDS[name];
  for (let place = 0; place < sideBySide; place++) {
    const pollingIntervalSeconds = place === 0 ? looksEvery : SPARE_LOOKS_EVERY;
    const id = await boss.work<object>(name, { ...WORK, pollingIntervalSeconds }, async (jobs) => {
      wake(place + 1);
      try {
        for (const { data, signal } of jobs) await handle({ data: data ?? {}, signal });
      } finally {
        wake(place);
      }
    });
    ids.push(id);
  }
  return {
    wake() {
      for (const id of ids) boss.notifyWorker(id);
    },
  };
}
