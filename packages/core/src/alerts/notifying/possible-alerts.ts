import { ACCOUNT_BALANCE } from '../lifecycle/evaluate-balance.js';
import { PROVIDER_DOWN } from '../lifecycle/evaluate-provider.js';
import type { EsimMatch, RouteSubject } from '../match.js';
import { type FleetRule, kindOf, type Rule, type RuleType } from '../rules/registry.js';
import type { Severity } from '../severity.js';
import { namedBy, subjectOf } from './subject.js';

/** Alerts of one rule and severity: what is known of them, whichever eSIM they are about. */
export interface PossibleAlert {
  /** Values that every one of them has; null: it has none. */
  readonly fixed: Pick<RouteSubject, 'rule' | 'severity'> & Partial<RouteSubject>;
  /** Conditions that the values of all other fields meet. */
  readonly match: EsimMatch;
}

/** The alerts that these rules, and what is built in, can open. */
export function possibleAlerts(
  rules: readonly Rule[],
  budgets: readonly FleetRule[],
): readonly PossibleAlert[] {
  return [
    ...rules.flatMap((rule) =>
      severitiesOf(rule).map((severity) => ({
        fixed: { rule: rule.name, severity },
        match: rule.match ?? {},
      })),
    ),
    ...budgets.flatMap((rule) =>
      severitiesOf(rule).map((severity) => aboutNoEsim(rule.name, severity, rule.match)),
    ),
    ...severitiesOf({ type: PROVIDER_DOWN }).map((severity) => aboutNoEsim(PROVIDER_DOWN, severity)),
    ...severitiesOf({ type: ACCOUNT_BALANCE }).map((severity) => aboutNoEsim(ACCOUNT_BALANCE, severity)),
  ];
}

function aboutNoEsim(rule: string, severity: Severity, match: EsimMatch = {}): PossibleAlert {
  return { fixed: subjectOf({ ...namedBy(match), rule, severity }), match: {} };
}

/** Thresholds as far as a type of rule has any. */
interface WithSeverities {
  readonly type: RuleType;
  readonly warning?: readonly unknown[];
  readonly critical?: readonly unknown[];
}

function severitiesOf({ type, ...thresholds }: WithSeverities): readonly Severity[] {
  const { onlySeverity } = kindOf(type);
  if (onlySeverity !== undefined) return [onlySeverity];
  return (['warning', 'critical'] as const).filter((severity) => thresholds[severity]?.length !== 0);
}
