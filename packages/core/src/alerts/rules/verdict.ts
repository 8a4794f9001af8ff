import type { AnyFinding } from './finding.js';

/** Why a rule does not apply to an eSIM. */
export type NotApplicableCause =
  | 'not-listed'
  | 'ended'
  | 'no-match'
  | 'not-installed'
  | 'installed'
  | 'not-polled'
  | 'unlimited'
  | 'usage-unsupported'
  | 'package-ended'
  | 'no-allowance'
  | 'no-thresholds'
  | 'thresholds-above-half'
  | 'thresholds-too-long'
  | 'ended-long-ago'
  | 'removed';

/** The data that a rule lacks to reach a finding. */
export type UnknownCause =
  | 'no-fresh-reading'
  | 'no-data-figures'
  | 'no-allowance-figure'
  | 'no-remaining-figure'
  | 'no-package-end'
  | 'no-profile-end'
  | 'too-little-usage'
  | 'no-recent-usage'
  | 'provider-down'
  | 'not-polled-since-downtime';

/** The rule does not apply to this eSIM. */
export interface NotApplicable {
  readonly kind: 'not-applicable';
  readonly cause: NotApplicableCause;
}

/** It would apply, but what it needs is missing or stale: nothing may change. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly cause: UnknownCause;
}

export interface Measured<Finding extends AnyFinding> {
  readonly kind: 'measured';
  readonly finding: Finding;
  /**
   * The position of the reached threshold among those of the rule, from 1, the least severe; 0 when none is reached.
   * Compared only with alerts that an earlier version stored without their thresholds.
   */
  readonly rank: number;
  /** True when the value is far enough on the good side to count towards clearing. */
  readonly clear: boolean;
}

/** The finding of one rule for one eSIM before its alerts are considered. */
export type VerdictOf<Finding extends AnyFinding> = NotApplicable | Unknown | Measured<Finding>;

export function notApplicable(cause: NotApplicableCause): NotApplicable {
  return { kind: 'not-applicable', cause };
}

export function unknown(cause: UnknownCause): Unknown {
  return { kind: 'unknown', cause };
}
