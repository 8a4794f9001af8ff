import { DAY, HOUR, type Seconds, type UnixSeconds } from '../../time/instant.js';
import type { Downtime } from '../rules/context.js';

/** The times at which the rules were evaluated. Stored as JSON. */
export interface Watch {
  readonly evaluatedAt: UnixSeconds;
  /** The last long time without an evaluation; null where that is over a day ago. */
  readonly downtime: Downtime | null;
}

/** The rules are evaluated every minute, and by a `poll` now and then at least as often as polls are worth it. */
const DOWN: Seconds = HOUR;

/** The longest time until an alert that has ended is notified as resolved, and no longer shown as open. */
const REMEMBERED_FOR: Seconds = DAY;

/**
 * The watch as it is at an instant.
 *
 * @param former null before the first evaluation.
 */
export function watchAt(former: Watch | null, now: UnixSeconds): Watch {
  if (former === null) return { evaluatedAt: now, downtime: null };
  if (now - former.evaluatedAt > DOWN) {
    const downtime = { from: former.evaluatedAt, until: now, isPolledSince: false };
    return { evaluatedAt: now, downtime };
  }
  const { downtime } = former;
  const isRecent = downtime !== null && now - downtime.until < REMEMBERED_FOR;
  return { evaluatedAt: now, downtime: isRecent ? downtime : null };
}

/** The watch once the provider was polled, or could not be. */
export function polledSince(watch: Watch): Watch {
  return watch.downtime === null ? watch : { ...watch, downtime: { ...watch.downtime, isPolledSince: true } };
}
