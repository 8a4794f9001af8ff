import type { UnixSeconds } from '../../time/instant.js';

/** What all eSIMs have in common when rules are evaluated. */
export interface EvaluationContext {
  readonly now: UnixSeconds;
  /** While the alert about the provider is open. */
  readonly providerDown: boolean;
  /** IANA zone in which reasons write instants; UTC unless given. */
  readonly zone?: string;
  /** Statuses that are asked for usage; `INSTALLED` and `READY` unless given. */
  readonly polled?: readonly string[];
}
