import type { DayTotal, Severity } from '@roamwatch/core';

/** How a message feels; decides colours and symbols. */
export type Tone = Severity | 'resolved' | 'info';

/**
 * A message in words, the same for every channel. All text in it is clean (see `clean`): a channel escapes for its
 * own format and lays it out, and words nothing itself.
 */
export interface Letter {
  readonly tone: Tone;
  /** "[critical] 3 eSIMs: Anna Kern has 42 MB of 1 GB left". At most 160 characters. */
  readonly subject: string;
  /** The subject without its tag. */
  readonly headline: string;
  /** Said before the cards. */
  readonly paragraphs: readonly string[];
  /** One per eSIM (or for the provider), the worst first; all of them, also in a digest. */
  readonly cards: readonly Card[];
  /** Names of files that come with the message. */
  readonly files: readonly string[];
  /** Who it is for, said at the end. */
  readonly footer: string;
}

/** One eSIM, or the provider, with everything there is to say of it. */
export interface Card {
  readonly tone: Tone;
  readonly name: string;
  /** "Critical", "Warning", "Still critical", "Resolved". */
  readonly state: string;
  /** "42 MB of 1 GB left (4.1 %)"; null when it is not about an eSIM. */
  readonly remaining: string | null;
  /** Share of the allowance left, 0 to 100; null when unknown. */
  readonly remainingPercent: number | null;
  /** "expires Mon 3 Feb 2025, 14:05 GMT". */
  readonly expiry: string | null;
  /** Why, a sentence per alert. */
  readonly reasons: readonly string[];
  /** What to do next; null when there is nothing to do. */
  readonly next: string | null;
  /** "ICCID 8944…, cost centre sales-uk, figures from …". */
  readonly details: readonly string[];
  readonly days: readonly DayTotal[];
}

/** More eSIMs than this make a digest. */
const NAMED_IN_FULL = 10;

/** The cards a message shows, and how many more there are. */
export function shownCards(letter: Letter): { readonly shown: readonly Card[]; readonly more: number } {
  const shown = letter.cards.slice(0, NAMED_IN_FULL);
  return { shown, more: letter.cards.length - shown.length };
}
