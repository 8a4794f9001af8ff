import type { OtherReason } from '../alerts/reason.js';
import type { Finding } from '../alerts/rules/registry.js';
import type { NotApplicableCause, UnknownCause } from '../alerts/rules/verdict.js';
import type { NextPollReason, NotPolledCause } from '../polling/next-poll-reason.js';
import type { Seconds, UnixSeconds } from '../time/instant.js';
import type { EpochChange } from '../usage/usage.js';

/** For whom words are made. */
export interface Reader {
  /** When they are read: "in 20 h" counts from here. */
  readonly now: UnixSeconds;
  /** IANA zone in which instants are written. */
  readonly zone: string;
  /** What stands beside the sentence and need not be repeated in it; nothing unless given. */
  readonly beside?: CurrentFigures;
}

/** An eSIM's figures by now, which may be newer than those of a finding. */
export interface CurrentFigures {
  readonly remainingBytes: number | null;
  readonly allowanceBytes: number | null;
  /** When the running package ends, or when a profile expires unused. */
  readonly expiresAt: UnixSeconds | null;
}

/** What a headline is about. */
export interface HeadlineSubject extends CurrentFigures {
  /** "Anna Kern", or "eSIM …029365" where it has no label. */
  readonly name: string;
  readonly isLabelled: boolean;
}

/** One type of finding in words. Sentences have neither a capital at the start nor a full stop. */
export interface FindingWords<F> {
  /** "104 MB of 1 GB left (10.2 %)". */
  measured(finding: F, reader: Reader): string;
  /** The threshold that is reached, else the next one: "25 %". */
  threshold(finding: F): string;
  /** "104 MB of 1 GB left (10.2 %), at or below 25 %". */
  sentence(finding: F, reader: Reader): string;
  /** Why an alert resolved: "900 MB of 1 GB left (87.9 %), above 25 %". */
  cleared(finding: F, openFor: Seconds, reader: Reader): string;
  /** What a new package did: "topped up". */
  readonly renewed: string;
  /** "Anna Kern has 104 MB of 1 GB left". */
  headline(subject: HeadlineSubject, finding: F, reader: Reader): string;
  /** What the reader can do; full sentences. */
  advice(finding: F, reader: Reader): string;
}

type OfKind<Union, Kind> = Extract<Union, { readonly kind: Kind }>;

/**
 * A language that findings and reasons are put into. A translation is one object of this type: the compiler names
 * what it lacks.
 */
export interface Language {
  readonly findings: {
    readonly [Kind in Finding['kind']]: FindingWords<OfKind<Finding, Kind>>;
  };
  readonly reasons: {
    readonly [Kind in OtherReason['kind']]: (
      reason: OfKind<OtherReason, Kind>,
      reader: Reader,
      language: Language,
    ) => string;
  };
  readonly notApplicable: Readonly<Record<NotApplicableCause, string>>;
  readonly unknown: Readonly<Record<UnknownCause, string>>;
  readonly epochChanges: Readonly<Record<EpochChange, string>>;
  /** Why an eSIM is polled when it is. */
  readonly nextPoll: {
    readonly [Kind in NextPollReason['kind']]: (
      reason: OfKind<NextPollReason, Kind>,
      language: Language,
    ) => string;
  };
  readonly notPolled: Readonly<Record<NotPolledCause, string>>;
  /** What to do about an alert of which no finding is kept. */
  readonly noAdvice: string;
}

/** The words of a finding, whatever its kind. */
export function wordsOf(finding: Finding, language: Language): FindingWords<Finding> {
  return language.findings[finding.kind] as FindingWords<Finding>;
}
