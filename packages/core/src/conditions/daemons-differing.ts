import { MINUTE, type Seconds, type UnixSeconds } from '../time/instant.js';
import type { FoundCondition } from './condition.js';
import { differencesAmong, type RunningDaemon } from './daemon-differences.js';

/** While files are changed, or daemons upgraded, on one machine after the other, they differ for a moment. */
const DIFFERING_FOR: Seconds = 5 * MINUTE;

/** @param since since when daemons have differed; null: they did not before. */
export function findDaemonsDiffering(
  daemons: readonly RunningDaemon[],
  since: UnixSeconds | null,
  now: UnixSeconds,
): readonly FoundCondition[] {
  const differences = differencesAmong(daemons);
  if (differences.length === 0) return [];
  const notify = now - (since ?? now) >= DIFFERING_FOR;
  // Polls and notifications go on, with the one configuration or the other.
  return [{ condition: { kind: 'daemons-differ', differences }, scale: 'note', notify }];
}
