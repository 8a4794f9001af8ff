import type { Seconds } from '../../time/instant.js';

export type Severity = 'warning' | 'critical';

/** Conditions a rule or route puts on an eSIM; `*` and `?` are wildcards; every given key must match. */
export interface EsimMatch {
  readonly status?: string;
  readonly label?: string;
  readonly cost_centre?: string;
  readonly project?: string;
  readonly iccid?: string;
}

interface RuleBase {
  /** Unique among the rules; part of the alert's key. */
  readonly name: string;
  readonly match?: EsimMatch;
}

/** A limit on remaining data: a share of the package, or a size. */
export type DataThreshold = { readonly percent: number } | { readonly bytes: number };

/**
 * Remaining data at or below a limit. Within one severity the k-th largest percentage and the k-th largest size
 * are one step, reached by whichever comes first; a size above half the package is skipped.
 */
export interface DataLowRule extends RuleBase {
  readonly type: 'data-low';
  readonly warning: readonly DataThreshold[];
  readonly critical: readonly DataThreshold[];
}

/** Nothing left. Always critical. Mutes data-low and data-forecast. */
export interface DataExhaustedRule extends RuleBase {
  readonly type: 'data-exhausted';
}

/** The running package ends within a limit. */
export interface ExpiryRule extends RuleBase {
  readonly type: 'expiry';
  readonly warning: readonly Seconds[];
  readonly critical: readonly Seconds[];
}

/** A profile paid for but never installed lapses within a limit. */
export interface ExpiryUnusedRule extends RuleBase {
  readonly type: 'expiry-unused';
  readonly warning: readonly Seconds[];
  readonly critical: readonly Seconds[];
}

/** Projected to run dry within a limit, and before the package ends. */
export interface DataForecastRule extends RuleBase {
  readonly type: 'data-forecast';
  readonly warning: readonly Seconds[];
  readonly critical: readonly Seconds[];
}

/** A day's usage at or above a multiple of the median of the 7 days before. */
export interface UsageSpikeRule extends RuleBase {
  readonly type: 'usage-spike';
  readonly warning: readonly number[];
  readonly critical: readonly number[];
  /** A day below this is never a spike. */
  readonly minimumBytes: number;
}

/** Usage from a place outside `allow` that this eSIM was not seen in before. Always a warning. */
export interface NewLocationRule extends RuleBase {
  readonly type: 'new-location';
  /** Place names as the provider writes them, compared without case. */
  readonly allow: readonly string[];
}

/** No good reading for a limit, while the provider itself answers. */
export interface StaleRule extends RuleBase {
  readonly type: 'stale';
  readonly warning: readonly Seconds[];
  readonly critical: readonly Seconds[];
}

export type Rule =
  | DataLowRule
  | DataExhaustedRule
  | ExpiryRule
  | ExpiryUnusedRule
  | DataForecastRule
  | UsageSpikeRule
  | NewLocationRule
  | StaleRule;

/** `provider-down` is built in: it is about the provider, not about an eSIM, and cannot be configured away. */
export type RuleType = Rule['type'] | 'provider-down';
