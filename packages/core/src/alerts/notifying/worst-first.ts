import type { ChangeKind } from '../alert.js';
import { kindOf, type RuleType } from '../rules/registry.js';
import type { Severity } from '../severity.js';

/** The fields that determine the order of alerts in a message. */
export interface Ranked {
  readonly change: ChangeKind;
  readonly severity: Severity;
  readonly ruleType: RuleType;
  /** Share of the allowance left, from 0 to 1; null when unknown. */
  readonly remainingShare: number | null;
}

/** Orders alerts for a reader: what ended comes last, then by severity, urgency and what is left. */
export function worstFirst(a: Ranked, b: Ranked): number {
  return (
    Number(a.change === 'resolved') - Number(b.change === 'resolved') ||
    Number(b.severity === 'critical') - Number(a.severity === 'critical') ||
    kindOf(a.ruleType).urgency - kindOf(b.ruleType).urgency ||
    (a.remainingShare ?? 1) - (b.remainingShare ?? 1)
  );
}
