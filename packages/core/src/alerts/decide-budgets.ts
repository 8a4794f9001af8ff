import type { UnixSeconds } from '../time/instant.js';
import type { Alert, Evaluation } from './alert.js';
import { type AlertsBefore, type AlertTransition, transitionOf } from './decide-alerts.js';
import { type BudgetState, budgetEpoch, endOfBudget, evaluateBudget } from './lifecycle/evaluate-budget.js';
import { isReached } from './lifecycle/transition.js';
import type { NotifyPolicy } from './notifying/addressees.js';
import type { Reason } from './reason.js';

/** The stored alerts of budgets before anything is decided. */
export interface BudgetsBefore extends Pick<AlertsBefore, 'notifiedBefore'> {
  /** The open ones, and the resolved ones of the months that are evaluated. */
  readonly alerts: readonly Alert[];
}

/** Decisions on the alerts of budgets. */
export interface BudgetChanges {
  readonly transitions: readonly AlertTransition[];
  /** Open alerts whose figures moved without reaching another threshold: the reason they have by now. */
  readonly reasons: ReadonlyMap<Alert['id'], Reason>;
}

/**
 * Decides what becomes of the alerts of all budgets. Of one that was removed, or of a month that is not among `states`
 * any more, an open alert is closed silently.
 */
export function decideBudgets(
  states: readonly BudgetState[],
  before: BudgetsBefore,
  policy: NotifyPolicy,
  now: UnixSeconds,
): BudgetChanges {
  const evaluations = states.map((state) => evaluateBudget(state, alertOf(state, before.alerts), now));
  const evaluated = new Set(evaluations.flatMap(({ alert }) => alert?.id ?? []));
  const ended = before.alerts
    .filter(({ id, state }) => state === 'open' && !evaluated.has(id))
    .map((alert) => endOfBudget(alert, !states.some(({ rule }) => rule.name === alert.rule)));
  const matchOf = new Map(states.map(({ rule }) => [rule.name, rule.match ?? {}]));
  return {
    transitions: [...evaluations, ...ended]
      .filter(({ decision }) => decision.kind !== 'leave')
      .map((evaluation) =>
        transitionOf(evaluation, { match: matchOf.get(evaluation.rule) ?? {} }, before, policy),
      ),
    reasons: new Map(evaluations.flatMap(refreshed)),
  };
}

function alertOf({ rule, period }: BudgetState, alerts: readonly Alert[]): Alert | null {
  const epoch = budgetEpoch(period.month);
  return alerts.find((alert) => alert.rule === rule.name && alert.epoch === epoch) ?? null;
}

function refreshed({ verdict, decision, alert }: Evaluation): readonly (readonly [Alert['id'], Reason])[] {
  if (alert?.state !== 'open' || decision.kind !== 'leave') return [];
  return verdict.kind === 'measured' && isReached(verdict.finding) ? [[alert.id, verdict.finding]] : [];
}
