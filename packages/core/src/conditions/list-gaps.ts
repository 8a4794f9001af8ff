import type { UnixSeconds } from '../time/instant.js';
import { FEWEST_OF_A_FLEET, type FoundCondition, USUAL_AFTER } from './condition.js';

/** In what way the list is not whole. */
export type ListGap =
  | { readonly kind: 'lacking'; readonly listed: number; readonly missing: number; readonly known: number }
  | { readonly kind: 'cut'; readonly proven: boolean; readonly detail: string };

/** eSIMs that could use data and were in the list before. */
export interface ListedBefore {
  readonly known: number;
  /** Of those, how many the list lacks now. */
  readonly missing: number;
}

/**
 * A list that lacks so many eSIMs at once is not believed: more likely the token is another account's, or the provider
 * fails. None of them counts as gone then. Where others are listed, they are believed to be gone after a week; an empty
 * list never is.
 *
 * @param listed entries of the list.
 * @param lackingSince since when the list has lacked so many; null where it did not at the last poll.
 */
export function listLacks(
  listed: number,
  { known, missing }: ListedBefore,
  lackingSince: UnixSeconds | null,
  now: UnixSeconds,
): Extract<ListGap, { kind: 'lacking' }> | null {
  const gap = { kind: 'lacking', listed, missing, known } as const;
  if (listed === 0) return missing > 0 ? gap : null;
  if (missing < FEWEST_OF_A_FLEET || missing * 2 <= known) return null;
  return lackingSince !== null && now - lackingSince >= USUAL_AFTER ? null : gap;
}

export function findListGap(gap: ListGap | null): readonly FoundCondition[] {
  if (gap === null) return [];
  if (gap.kind === 'cut') {
    const { proven, detail } = gap;
    const condition = { kind: 'list-cut', proven, detail } as const;
    return [{ condition, scale: proven ? 'fleet' : 'note', notify: proven }];
  }
  const { listed, missing, known } = gap;
  return [{ condition: { kind: 'list-lacking', listed, missing, known }, scale: 'fleet', notify: true }];
}
