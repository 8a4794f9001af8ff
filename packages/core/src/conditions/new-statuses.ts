import { isPolled, KNOWN_STATUSES, type PolledStatuses } from '../fleet/status.js';
import type { UnixSeconds } from '../time/instant.js';
import { FEWEST_OF_A_FLEET, type FoundCondition, keyOf, SHARE_OF_A_FLEET, USUAL_AFTER } from './condition.js';

/** Statuses that are looked at, those of most eSIMs first: a list may come with a status for each eSIM. */
const MOST_NAMED = 50;

/** When an undocumented status was first seen. */
export type StatusesSeen = Readonly<Record<string, UnixSeconds>>;

/**
 * Statuses never seen before. A week later they are the usual; those that the configuration names are no surprise. One that
 * was there, went, and comes again is not new.
 *
 * @param examples the ICCID or id of an eSIM, by status.
 * @param open keys of the conditions that apply.
 */
export function findNewStatuses(
  byStatus: ReadonlyMap<string, number>,
  examples: ReadonlyMap<string, string>,
  seenBefore: StatusesSeen,
  polled: PolledStatuses,
  open: ReadonlySet<string>,
  now: UnixSeconds,
): readonly FoundCondition[] {
  const of = [...byStatus.values()].reduce((sum, count) => sum + count, 0);
  const mostFirst = [...byStatus].sort(([, a], [, b]) => b - a);
  return mostFirst.slice(0, MOST_NAMED).flatMap(([status, count]) => {
    if (KNOWN_STATUSES.includes(status) || isNamed(status, polled)) return [];
    const example = examples.get(status) ?? '';
    const condition = {
      ...({ kind: 'new-status', status, count, of, example } as const),
      polled: isPolled(polled, status),
    };
    const since = seenBefore[status];
    const goesOn = since !== undefined && open.has(keyOf(condition)) && now - since < USUAL_AFTER;
    if (since !== undefined && !goesOn) return [];
    const most = count >= Math.min(FEWEST_OF_A_FLEET, of) && count >= of * SHARE_OF_A_FLEET;
    return [{ condition, scale: most ? 'fleet' : 'note', notify: true }];
  });
}

/** The undocumented statuses seen by now. */
export function rememberStatuses(
  statuses: Iterable<string>,
  seenBefore: StatusesSeen,
  now: UnixSeconds,
): StatusesSeen {
  const added = [...statuses].filter(
    (status) => !KNOWN_STATUSES.includes(status) && seenBefore[status] === undefined,
  );
  if (added.length === 0) return seenBefore;
  return { ...seenBefore, ...Object.fromEntries(added.map((status) => [status, now])) };
}

function isNamed(status: string, polled: PolledStatuses): boolean {
  return 'only' in polled && polled.only.includes(status);
}
