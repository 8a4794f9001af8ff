import type { EsimKey } from '../fleet/esim.js';
import type { UnixSeconds } from '../time/instant.js';
import type { Reason } from './reason.js';
import type { Finding, NotifiedFinding, RuleType, Verdict } from './rules/registry.js';
import type { Severity } from './severity.js';

/** An alert as it is stored: one per rule, eSIM and package epoch. */
export interface Alert {
  readonly id: number;
  readonly rule: string;
  readonly ruleType: RuleType;
  /** Null for an alert that is about no single eSIM. */
  readonly esim: EsimKey | null;
  readonly epoch: number;
  readonly state: 'open' | 'resolved';
  readonly severity: Severity;
  /**
   * The worst threshold that people were notified of, also while the alert is resolved: it counts as notified, as do
   * those below it, whatever thresholds the rule has by now. Null once the alert recovered: then all are armed again.
   */
  readonly notified: Notified | null;
  readonly openedAt: UnixSeconds;
  readonly changedAt: UnixSeconds;
  readonly resolvedAt: UnixSeconds | null;
  /** Why it is as it is. */
  readonly reason: Reason;
  /** Consecutive fresh readings that were above the clear level; two of them clear the alert. */
  readonly clearStreak: number;
  readonly acknowledgedAt: UnixSeconds | null;
}

/** The content of the last notification. */
export type Notified = NotifiedFinding | NotifiedBefore;

/** Of an alert that an earlier version of the program opened: the place of the threshold among those of its rule. */
export interface NotifiedBefore {
  readonly kind: 'recorded';
  readonly rank: number;
}

/** A finding that opens or escalates an alert. */
export type ReachedFinding = Finding & { readonly reached: NonNullable<Finding['reached']> };

/** The decision on one rule and one eSIM, with the reason that is stored, logged and explained. */
export type Decision =
  | { readonly kind: 'leave'; readonly reason: Reason }
  | { readonly kind: 'open'; readonly severity: Severity; readonly reason: ReachedFinding }
  /** It applies again after it was closed silently. What was notified stays notified, so no message is sent. */
  | { readonly kind: 'reopen'; readonly severity: Severity; readonly reason: ReachedFinding }
  | { readonly kind: 'escalate'; readonly severity: Severity; readonly reason: ReachedFinding }
  /** One of the two good readings that clear an alert, open or closed silently, or the end of such a streak. */
  | { readonly kind: 'count-clear'; readonly clearStreak: number; readonly reason: Reason }
  /**
   * `silent`: closed without a message (expired, revoked, left out, superseded). `rearm`: after a recovery every
   * threshold is armed again; an alert that was closed silently keeps what was notified, and can still recover, aloud.
   */
  | {
      readonly kind: 'resolve';
      readonly silent: boolean;
      readonly rearm: boolean;
      readonly reason: Reason;
    };

/** The outcome for one rule: what was measured, and what follows for which alert. */
export interface Evaluation {
  readonly rule: string;
  readonly ruleType: RuleType;
  /** The package epoch in the key of the alert. */
  readonly epoch: number;
  readonly verdict: Verdict;
  readonly decision: Decision;
  /**
   * The alert the decision is about. For `open` it is null, or the resolved alert of the same key, which opens
   * again; null for `leave` without one.
   */
  readonly alert: Alert | null;
  /** Name of the rule that mutes this one now; null when none does. */
  readonly inhibitedBy: string | null;
}

/** A change of an alert that people may be notified of. */
export type ChangeKind = 'opened' | 'escalated' | 'resolved' | 'reminder';

/** A change of an alert that was stored and that receivers are to be notified of. */
export interface AlertedChange {
  readonly alertId: number;
  readonly change: ChangeKind;
  readonly severity: Severity;
}

/** The part of a finding that is stored when it opens or escalates an alert, so that it is not sent again. */
export function notifiedOf({ kind, measured, reached }: ReachedFinding): Notified {
  return { kind, measured, reached } as Notified;
}

/** Names the threshold that people were notified of: equal for the same threshold of the same alert. */
export function thresholdKey(notified: Notified): string {
  return notified.kind === 'recorded' ? String(notified.rank) : JSON.stringify(notified.reached);
}
