import type { UnixSeconds } from '../time/instant.js';

/** The reader that words are made for. */
export interface Reader {
  /** When they are read: "in 20 h" counts from here. */
  readonly now: UnixSeconds;
  /** IANA zone in which instants are written. */
  readonly zone: string;
  /** Figures shown beside the sentence that need not be repeated in it; nothing unless given. */
  readonly beside?: CurrentFigures;
}

/** An eSIM's figures by now, which may be newer than those of a finding. */
export interface CurrentFigures {
  readonly remainingBytes: number | null;
  readonly allowanceBytes: number | null;
  /** When the active package ends, or when a profile expires unused. */
  readonly expiresAt: UnixSeconds | null;
}

/** The subject of a headline. */
export interface HeadlineSubject extends CurrentFigures {
  /** "Anna Kern", or "eSIM …029365" where it has no label. */
  readonly name: string;
  readonly isLabelled: boolean;
}
