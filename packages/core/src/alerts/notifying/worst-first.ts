import type { ChangeKind } from '../alert.js';
import type { RuleType, Severity } from '../rules/rule.js';

/** What decides how far up in a message an alert stands. */
export interface Ranked {
  readonly change: ChangeKind;
  readonly severity: Severity;
  readonly ruleType: RuleType;
  /** Share of the allowance left, from 0 to 1; null when unknown. */
  readonly remainingShare: number | null;
}

/** Who cannot work now comes before who soon cannot, and both before what is merely odd. */
const URGENCY: readonly RuleType[] = [
  'provider-down',
  'data-exhausted',
  'expiry',
  'data-low',
  'data-forecast',
  'expiry-unused',
  'stale',
  'usage-spike',
  'new-location',
];

/** Orders alerts for a reader: what ended comes last, then by severity, urgency and what is left. */
export function worstFirst(a: Ranked, b: Ranked): number {
  return (
    Number(a.change === 'resolved') - Number(b.change === 'resolved') ||
    Number(b.severity === 'critical') - Number(a.severity === 'critical') ||
    URGENCY.indexOf(a.ruleType) - URGENCY.indexOf(b.ruleType) ||
    (a.remainingShare ?? 1) - (b.remainingShare ?? 1)
  );
}
