import type { PolledStatuses } from '../../fleet/status.js';
import type { UnixSeconds } from '../../time/instant.js';

/** Gives the same text for all names of one place. Where it is left out, names are compared without case. */
export type PlaceKey = (name: string) => string;

/** The data common to all eSIMs when rules are evaluated. */
export interface EvaluationContext {
  readonly now: UnixSeconds;
  /** While the alert about the provider is open. */
  readonly providerDown: boolean;
  /** Which statuses are polled for usage; those of the default unless given. */
  readonly polled?: PolledStatuses;
  readonly placeKey?: PlaceKey;
  /** The last time nobody looked for long. */
  readonly downtime?: Downtime | null;
}

/** A stretch of time in which no rule was evaluated. */
export interface Downtime {
  readonly from: UnixSeconds;
  readonly until: UnixSeconds;
  /** False while the provider has not been polled after it: what is stored may be out of date. */
  readonly isPolledSince: boolean;
}
