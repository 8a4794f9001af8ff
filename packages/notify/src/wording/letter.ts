import type { DayTotal, LanguageCode, LetterTag, LetterWords, Severity } from '@roamwatch/core';

/** How a message feels; decides colours and symbols. */
export type Tone = Severity | 'resolved' | 'info';

/**
 * A message in words, the same for every channel. All text in it is clean (see `clean`): a channel escapes for its
 * own format and lays it out. The other texts, such as column labels, are in `words`.
 */
export interface Letter {
  readonly language: LanguageCode;
  readonly words: LetterWords;
  readonly tone: Tone;
  /** "[critical] 3 eSIMs need attention (1 critical): Anna Kern has 42 MB of 1 GB left, …". At most 160 characters. */
  readonly subject: string;
  /** The subject without its tag. */
  readonly headline: string;
  /** The text that lists of mails show behind the subject; may be empty. */
  readonly preheader: string;
  /** Said before the cards. */
  readonly paragraphs: readonly string[];
  /** One per eSIM (or for the provider), the worst first: at most `MOST_SHOWN`. */
  readonly cards: readonly Card[];
  /** With those that are not shown. */
  readonly cardsInAll: number;
  readonly sections: readonly Section[];
  readonly links: readonly Link[];
  /** Names of files that come with the message. */
  readonly files: readonly string[];
  /** The receiver, named at the end. */
  readonly footer: string;
}

/** The content of one message; the rest of a letter follows from it. */
export interface LetterBody extends Partial<Omit<Letter, 'tone' | 'headline' | 'subject'>> {
  /** Null: the subject is the headline alone. */
  readonly tag: LetterTag | null;
  readonly tone: Tone;
  readonly headline: string;
}

/** One eSIM, or the provider, in full detail. */
export interface Card {
  readonly tone: Tone;
  readonly name: string;
  /** "Critical", "Warning", "Still critical", "Resolved". */
  readonly state: string;
  /** "42 MB of 1 GB left (4.1 %)"; null when it is not about an eSIM. */
  readonly remaining: string | null;
  /** Share of the allowance left, 0 to 100; null when unknown. */
  readonly remainingPercent: number | null;
  /** "package expires in 2 days (Mon 3 Feb)". */
  readonly expiry: string | null;
  /** The worst first. What the headline or the name contains is not repeated. */
  readonly alerts: readonly AlertLine[];
  /** The next step; null when there is none. */
  readonly next: string | null;
  /** "ICCID 8944…, cost centre sales-uk, figures from …". */
  readonly details: readonly string[];
  readonly days: readonly DayTotal[];
  readonly links: readonly Link[];
}

/** One alert of a card. */
export interface AlertLine {
  /** Why it is open, or why it resolved. */
  readonly reason: string;
  /** "alert 3, low-data, since Sun 1 Feb, 12:00 GMT"; empty where that is nobody's business. */
  readonly about: string;
  /** The command that acknowledges it; null where there is nothing to acknowledge. */
  readonly command: string | null;
}

/** A part of a summary. */
export interface Section {
  readonly title: string;
  readonly rows: readonly SectionRow[];
}

export interface SectionRow {
  readonly label: string;
  readonly value: string;
}

/** A button, or an address where there are none. */
export interface Link {
  readonly label: string;
  readonly url: string;
}

/** eSIMs that any channel shows at most. */
export const MOST_SHOWN = 15;

/** Up to this many eSIMs are shown in full detail; of more each is an entry of a list. */
export const SHOWN_IN_FULL = 3;

/** More eSIMs than this make a digest: a list, with all of them in a file. */
const DIGEST_FROM = 10;

/** True when each card is an entry of a list. */
export function isList({ cardsInAll }: Letter): boolean {
  return cardsInAll > SHOWN_IN_FULL;
}

export function isDigest({ cardsInAll }: Letter): boolean {
  return cardsInAll > DIGEST_FROM;
}

/** The first cards, and how many more there are. */
export function shownCards(
  { cards, cardsInAll }: Letter,
  most: number,
): { readonly shown: readonly Card[]; readonly more: number } {
  const shown = cards.slice(0, most);
  return { shown, more: cardsInAll - shown.length };
}
