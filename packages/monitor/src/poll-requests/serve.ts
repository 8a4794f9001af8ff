import type { Store } from '@roamwatch/store';
import type { Log } from '../ports/log.js';
import { logFailure } from '../schedule/job-queue.js';
import { answerPollRequests, type PollOutcome, takePollRequests } from './mailbox.js';

/** A waiting process must see within two seconds that the daemon has noticed. */
const EVERY_MS = 500;

/** The context for serving the polls that others request. */
export interface ServeContext {
  readonly store: Pick<Store, 'settings'>;
  readonly holder: string;
  readonly log: Log;
}

/** The daemon's side of polls that other processes request. */
export interface PollRequests {
  /** Answers all pending requests, once a cycle has ended or cannot run. */
  answer(outcome: PollOutcome): Promise<void>;
  /** Stops checking for requests, and answers the pending ones. */
  close(): Promise<void>;
}

/**
 * Looks for requests twice a second. `poll` starts a whole cycle; while one is under way, that one is the answer.
 *
 * @param isShared whether other workers take requests too, and whoever ends a cycle answers them all.
 */
export function servePollRequests(ctx: ServeContext, poll: () => void, isShared: boolean): PollRequests {
  const { settings } = ctx.store;
  let waiting: readonly string[] = [];
  let isFirst = !isShared;
  let looking: Promise<void> = Promise.resolve();
  let isLooking = false;

  const look = async () => {
    isLooking = true;
    try {
      const before = waiting.length;
      waiting = await takePollRequests(settings, ctx.holder, isFirst);
      isFirst = false;
      if (waiting.length > before)
        ctx.log.info({ event: 'poll-requested' }, 'another process requested a poll');
      if (waiting.length > 0) poll();
    } catch (error) {
      logFailure(ctx.log, 'poll request', error);
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => {
    if (!isLooking) looking = look();
  }, EVERY_MS);
  timer.unref();

  // A request that cannot be answered now is still pending at the next check, and gets the next cycle.
  const answer = async (outcome: PollOutcome) => {
    const answered = waiting;
    try {
      await answerPollRequests(settings, answered, outcome);
      waiting = waiting.filter((id) => !answered.includes(id));
    } catch (error) {
      logFailure(ctx.log, 'poll request', error);
    }
  };
  return {
    answer,
    async close() {
      clearInterval(timer);
      await looking;
      if (isShared) return;
      await answer({ kind: 'failed', error: 'the daemon was stopped before it could poll' });
    },
  };
}
