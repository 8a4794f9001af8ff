import type { Seconds, UnixSeconds } from '../time/instant.js';
import { DAY } from '../time/instant.js';
import type { DaemonDifference } from './daemon-differences.js';

/**
 * Something that is wrong with the whole fleet, or with what the provider sends for it, as opposed to one eSIM. Each kind has
 * a module that finds it in what a poll observed.
 */
export type FleetCondition =
  /** Listing failed, or every usage request did. People are notified of it by the alert about the provider. */
  | { readonly kind: 'provider-failing'; readonly detail: string; readonly httpStatus: number | null }
  /** The list names none, or less than half, of the eSIMs that could use data: `missing` of `known`. */
  | {
      readonly kind: 'list-lacking';
      readonly listed: number;
      readonly missing: number;
      readonly known: number;
    }
  /** The provider cuts its list; `proven`: it certainly does. `detail` is the client's, free of secrets. */
  | { readonly kind: 'list-cut'; readonly proven: boolean; readonly detail: string }
  | { readonly kind: 'esims-failing'; readonly failing: number; readonly of: number }
  /** `mixed`: allowances come in several units, and only package names show which. */
  | { readonly kind: 'unit-unknown'; readonly evidence: string; readonly mixed: boolean }
  /** Something cannot be read in `count` of `of` answers, for one and the same `reason`. */
  | {
      readonly kind: 'unreadable';
      readonly answers: AnswerKind;
      readonly reason: string;
      readonly count: number;
      readonly of: number;
      readonly example: string;
    }
  /** A field that nearly all answers had is missing in nearly all of `of`. */
  | {
      readonly kind: 'field-gone';
      readonly answers: AnswerKind;
      readonly field: string;
      readonly of: number;
      readonly example: string;
    }
  | {
      readonly kind: 'new-status';
      readonly status: string;
      readonly count: number;
      readonly of: number;
      readonly example: string;
      readonly polled: boolean;
    }
  /** Daemons that share the database do not have one configuration, inventory or version. Found between polls. */
  | { readonly kind: 'daemons-differ'; readonly differences: readonly DaemonDifference[] };

/** The kind of a condition; each has its row in ALERTS.md. */
export type ConditionKind = FleetCondition['kind'];

/** Every kind. */
export const CONDITION_KINDS = [
  'provider-failing',
  'list-lacking',
  'list-cut',
  'esims-failing',
  'unit-unknown',
  'unreadable',
  'field-gone',
  'new-status',
  'daemons-differ',
] as const satisfies readonly ConditionKind[];

/** The answer of the provider: its list, or the usage or the packages history of one eSIM. */
export type AnswerKind = 'list' | 'usage' | 'history';

/**
 * `fleet`: monitoring is not what it should be, so a poll fails and Roamwatch is not ready. `note`: it should be checked.
 */
export type ConditionScale = 'fleet' | 'note';

/** A condition as a poll found it. */
export interface FoundCondition {
  readonly condition: FleetCondition;
  readonly scale: ConditionScale;
  /** True when people are notified when it begins and when it ends. */
  readonly notify: boolean;
}

/** A condition that applies. Stored as JSON, so an added field must be optional. */
export interface OpenCondition {
  readonly condition: FleetCondition;
  readonly scale: ConditionScale;
  readonly since: UnixSeconds;
  /** True when people were notified that it began. */
  readonly notified: boolean;
}

/** Too few to draw a conclusion about the fleet. */
export const FEWEST_OF_A_FLEET = 3;
/** From this share on, a fault is not one of single eSIMs. */
export const SHARE_OF_A_FLEET = 0.1;

/** A condition of this age counts as normal. */
export const USUAL_AFTER: Seconds = 7 * DAY;

/** True for at least three and at least a tenth. */
export function concernsTheFleet(count: number, of: number): boolean {
  return count >= FEWEST_OF_A_FLEET && count >= of * SHARE_OF_A_FLEET;
}

/** Half of that: what goes up and down around the threshold does not begin and end with every poll. */
export function stillConcernsTheFleet(count: number, of: number): boolean {
  return count > FEWEST_OF_A_FLEET / 2 && count >= (of * SHARE_OF_A_FLEET) / 2;
}

/** Two conditions with the same key are one that continues. */
export function keyOf(condition: FleetCondition): string {
  switch (condition.kind) {
    case 'unreadable':
      return `${condition.kind} ${condition.answers} ${condition.reason}`;
    case 'field-gone':
      return `${condition.kind} ${condition.answers} ${condition.field}`;
    case 'new-status':
      return `${condition.kind} ${condition.status}`;
    default:
      return condition.kind;
  }
}
