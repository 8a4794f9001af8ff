import type { Seconds } from '../time/instant.js';
import type { EpochChange } from '../usage/usage.js';
import type { Finding } from './rules/registry.js';
import type { NotApplicable, Unknown } from './rules/verdict.js';

/** Why an alert is as it is, or why nothing was done: data, which `wording/` puts into words. Stored as JSON. */
export type Reason = Finding | OtherReason;

/** The finding of a rule, also where it resolved the alert; null where no figures are kept. */
export function findingIn(reason: Reason): Finding | null {
  if ('measured' in reason) return reason;
  return 'finding' in reason ? reason.finding : null;
}

/** A reason that is not simply what a rule found out. */
export type OtherReason =
  | NotApplicable
  | Unknown
  | Cleared
  | Clearing
  | Renewed
  | { readonly kind: 'not-reached' }
  | { readonly kind: 'already-notified' }
  | { readonly kind: 'not-clear' }
  /** Far enough above the threshold, but the provider only repeats itself. */
  | { readonly kind: 'no-news' }
  | { readonly kind: 'muted'; readonly by: string }
  /** The alert of a newer package took its place. */
  | { readonly kind: 'superseded'; readonly epoch: number }
  | { readonly kind: 'event-aged' }
  | MonthEnded
  | Acknowledged
  | Unacknowledged
  | Recorded
  | Erased;

/** Resolved: what was measured is good again. */
export interface Cleared {
  readonly kind: 'cleared';
  readonly finding: Finding;
  readonly openFor: Seconds;
}

/** A reading that counts towards clearing, or with `streak` 0 one that ends such a streak. */
export interface Clearing {
  readonly kind: 'clearing';
  readonly finding: Finding;
  readonly streak: number;
}

/** Resolved: a new package, or a later end of the same. */
export interface Renewed {
  readonly kind: 'renewed';
  readonly changes: readonly EpochChange[];
  readonly finding: Finding;
}

/** Closed because the month it is about has ended. */
export interface MonthEnded {
  readonly kind: 'month-ended';
  readonly finding: Finding;
}

export interface Unacknowledged {
  readonly kind: 'unacknowledged';
  readonly by: string;
}

export interface Acknowledged {
  readonly kind: 'acknowledged';
  readonly by: string;
  readonly comment: string;
}

/** A sentence that an earlier version of the program stored in place of data. */
export interface Recorded {
  readonly kind: 'recorded';
  readonly text: string;
}

/** It was personal and was erased. */
export interface Erased {
  readonly kind: 'erased';
}
