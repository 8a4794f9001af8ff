import type { UnixSeconds } from '../../time/instant.js';

/** What all eSIMs have in common when rules are evaluated. */
export interface EvaluationContext {
  readonly now: UnixSeconds;
  /** While the alert about the provider is open. */
  readonly providerDown: boolean;
  /** Statuses that are polled for usage; `INSTALLED` and `READY` unless given. */
  readonly polled?: readonly string[];
}
