import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '@roamwatch/store';
import type { Clock } from '../ports/clock.js';
import { addPollRequest, type PollOutcome, pollRequest, removePollRequest } from './mailbox.js';

/** A daemon checks twice a second; one that is busy gets a little longer. */
const NOTICED_WITHIN_MS = 6_000;
const EVERY_MS = 200;

/** A daemon that restarts is away for a moment. */
const GONE_AFTER_MS = 10_000;

export interface AskContext {
  readonly store: Pick<Store, 'settings' | 'lease'>;
  readonly now: Clock;
}

/** What became of a request to the running daemon for a poll. */
export type AskedOutcome =
  | PollOutcome
  /** No daemon takes requests: another program holds the database. */
  | { readonly kind: 'unnoticed' }
  /** `signal` was aborted. */
  | { readonly kind: 'interrupted' };

/** Has the running daemon poll, and waits for the end of that cycle, or of the one under way. */
export async function askForPoll(
  { store, now }: AskContext,
  signal: AbortSignal,
  onNoticed: () => void = () => {},
): Promise<AskedOutcome> {
  const { settings, lease } = store;
  const id = randomUUID();
  await addPollRequest(settings, id, now());
  const askedAt = performance.now();
  let wasNoticed = false;
  let seenAt = askedAt;
  try {
    for (;;) {
      const request = await pollRequest(settings, id);
      if (request === null) return { kind: 'failed', error: 'the request was lost' };
      if (request.outcome !== null) return request.outcome;
      if (request.takenBy !== null && !wasNoticed) {
        wasNoticed = true;
        onNoticed();
      }
      const at = performance.now();
      if (!wasNoticed && at - askedAt > NOTICED_WITHIN_MS && (await removePollRequest(settings, id, true)))
        return { kind: 'unnoticed' };
      if ((await lease.heldBy(now())) !== null) seenAt = at;
      else if (at - seenAt > GONE_AFTER_MS)
        return { kind: 'failed', error: 'the daemon ended before the poll did' };
      await wait(EVERY_MS, undefined, { signal });
    }
  } catch (error) {
    if (signal.aborted) return { kind: 'interrupted' };
    throw error;
  } finally {
    await removePollRequest(settings, id);
  }
}
