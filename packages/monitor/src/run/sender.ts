import type { Log } from '../ports/log.js';
import type { SharedJob, SharedQueue, WorkKind } from '../ports/shared-queue.js';
import { logFailure } from '../schedule/job-queue.js';
import { isPassing } from '../share/passing.js';

/** The pause before a job that could not be sent is sent again. */
const AGAIN_MS = 5_000;

/** Their schedule may come again only after hours or days. Whatever else cannot be sent, the tick of the next minute sends. */
const RARE: ReadonlySet<WorkKind> = new Set(['poll', 'prune']);

export interface Sender {
  /** Never rejects: what cannot be sent is logged. */
  send(job: SharedJob): Promise<void>;
  /** Gives up what could not be sent, and resolves when nothing is being sent. */
  stop(): Promise<void>;
}

/** Sends jobs. What a rare schedule calls for while the database is away is sent when it is back, the newest of each kind. */
export function createSender(queue: Pick<SharedQueue, 'send'>, log: () => Log): Sender {
  const sending = new Set<Promise<void>>();
  const unsent = new Map<WorkKind, SharedJob>();
  let timer: NodeJS.Timeout | null = null;

  async function attempt(job: SharedJob): Promise<void> {
    try {
      await queue.send(job);
      unsent.delete(job.kind);
    } catch (error) {
      if (!unsent.has(job.kind)) logFailure(log(), job.kind, error);
      if (!RARE.has(job.kind) || !isPassing(error)) return;
      unsent.set(job.kind, job);
      timer ??= setTimeout(again, AGAIN_MS);
    }
  }

  function again(): void {
    timer = null;
    for (const job of unsent.values()) void send(job);
  }

  function send(job: SharedJob): Promise<void> {
    const attempted: Promise<void> = attempt(job).then(() => void sending.delete(attempted));
    sending.add(attempted);
    return attempted;
  }

  return {
    send,
    async stop() {
      await Promise.all(sending);
      if (timer !== null) clearTimeout(timer);
    },
  };
}
