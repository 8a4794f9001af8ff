import type { UnixSeconds } from '../../time/instant.js';
import type { Severity } from '../severity.js';

/** A threshold as it was configured, with the severity of reaching it. Rules add their own figures to it. */
export interface Threshold {
  readonly severity: Severity;
}

/**
 * The finding of a rule about one subject: figures, never words. It is stored as JSON with the alert, so its shape
 * only grows: a field that is added later may be missing in one that was stored before.
 */
export interface FindingOf<Kind extends string, Measured, Reachable extends Threshold> {
  /** The type of the rule. */
  readonly kind: Kind;
  readonly measured: Measured;
  /** The worst threshold that is reached; null when none is. */
  readonly reached: Reachable | null;
  /** The next threshold that can be reached; null when there is none. */
  readonly next: Reachable | null;
  /** When `next` is reached, where that can be foreseen without new figures. */
  readonly nextAt: UnixSeconds | null;
}

/** Any finding, for what treats all of them alike. */
export type AnyFinding = FindingOf<string, unknown, Threshold>;

/**
 * The content of the last notification: the worst threshold of an alert, and what was measured then. `measured` is null once
 * it was erased (`db forget`).
 */
export interface NotifiedOf<Kind extends string, Measured, Reachable extends Threshold> {
  readonly kind: Kind;
  readonly measured: Measured | null;
  readonly reached: Reachable;
}

/** The content of the notification when a finding of this type opened or escalated an alert. */
export type NotifiedBy<Finding> =
  Finding extends FindingOf<infer Kind, infer Measured, infer Reachable>
    ? NotifiedOf<Kind, Measured, Reachable>
    : never;
