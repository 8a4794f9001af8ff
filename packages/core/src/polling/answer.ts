import type { EsimKey, PackagePurchase } from '../fleet/esim.js';
import type { UnixSeconds } from '../time/instant.js';
import type { DataUnit } from '../usage/unit.js';
import type { Rejected, UsageDetails } from '../usage/usage.js';

/** The outcome of a usage request for one eSIM. */
export type Answer = UsageAnswer | UnchangedAnswer | FailedAnswer;

interface AnswerOf {
  readonly esim: EsimKey;
  readonly at: UnixSeconds;
}

/** An answer to "usage details", of which daily rows that had come before may be left out. */
export interface UsageDetailsRead {
  /** Still in the provider's own units. */
  readonly details: UsageDetails;
  /** Of the text of the daily rows before the last one; null where it could not be seen without parsing where they begin and end. */
  readonly daysDigest: string | null;
  /** All of the answer; the same as `details` where nothing is left out. */
  readonly whole: () => UsageDetails;
}

/** Usage details that could be read, with what belongs to their storing. */
export interface UsageAnswer extends AnswerOf, UsageDetailsRead {
  readonly kind: 'usage';
  readonly unlimited: boolean;
  /** The unit of its allowance, where its own packages prove one; null: that of the fleet. */
  readonly ownUnit: DataUnit | null;
  /** The packages history, where it was requested as well and could be read. */
  readonly history: PackagesHistory | null;
  /** Of the bytes that came. */
  readonly fingerprint: string;
  /** False: the provider had said all of it before. */
  readonly isNews: boolean;
}

/** The packages sold for an eSIM, according to the provider. */
export interface PackagesHistory {
  readonly purchases: readonly PackagePurchase[];
  readonly rejected: readonly Rejected[];
}

/** Byte for byte what was stored and evaluated before, and nothing is near that time alone could bring about. */
export interface UnchangedAnswer extends AnswerOf {
  readonly kind: 'unchanged';
}

/** A request that failed. It changes no figure. */
export interface FailedAnswer extends AnswerOf {
  readonly kind: 'failed';
  /** Stored with the failure: a short phrase, free of secrets. */
  readonly reason: string;
}
