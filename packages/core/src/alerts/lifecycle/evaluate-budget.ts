import type { UnixSeconds } from '../../time/instant.js';
import type { Alert, Decision, Evaluation } from '../alert.js';
import { findingIn } from '../reason.js';
import {
  type BudgetPeriod,
  type BudgetRule,
  budget,
  type CountedSpending,
  judgeBudget,
} from '../rules/budget.js';
import { type Finding, kindOf } from '../rules/registry.js';
import { notApplicable } from '../rules/verdict.js';
import { closeSilently, leave, transition } from './transition.js';

/** A budget and what counts for it in one period. */
export interface BudgetState {
  readonly rule: BudgetRule;
  readonly period: BudgetPeriod;
  readonly total: CountedSpending;
}

/**
 * Decides on the one alert of a budget and a month. While the month runs it is as with any other alert. Once it
 * is over, what only then became known still opens or escalates it; else an open alert is closed silently.
 *
 * @param alert the alert of this rule and month, open or resolved; null when there never was one
 */
export function evaluateBudget(
  { rule, period, total }: BudgetState,
  alert: Alert | null,
  now: UnixSeconds,
): Evaluation {
  const verdict = judgeBudget(rule, total, period, now);
  const decision = transition(kindOf('budget'), alert, verdict, { now, isNews: true });
  const isNew = decision.kind === 'open' || decision.kind === 'escalate';
  return {
    rule: rule.name,
    ruleType: budget.type,
    epoch: budgetEpoch(period.month),
    verdict,
    decision: now < period.instants.to || isNew ? decision : monthEnded(alert, verdict.finding),
    alert,
    inhibitedBy: null,
  };
}

function monthEnded(alert: Alert | null, finding: Finding): Decision {
  const reason = { kind: 'month-ended', finding } as const;
  return alert?.state === 'open' ? closeSilently(reason) : leave(reason);
}

/** The end of an open alert whose budget was removed, or whose month nobody evaluates any more. */
export function endOfBudget(alert: Alert, isRemoved: boolean): Evaluation {
  const { rule, ruleType, epoch } = alert;
  const removed = notApplicable('removed');
  const finding = findingIn(alert.reason);
  const decision =
    isRemoved || finding === null ? closeSilently(removed) : closeSilently({ kind: 'month-ended', finding });
  return { rule, ruleType, epoch, verdict: removed, decision, alert, inhibitedBy: null };
}

/** The month in the key of an alert: 202611. */
export function budgetEpoch(month: string): number {
  return Number(month.replace('-', ''));
}
