import type { Alert, Decision, EsimFacts, Evaluation, Verdict } from '../alert.js';
import type { EvaluationContext } from '../rules/context.js';
import { judge } from '../rules/judge.js';
import { PROVIDER_DOWN } from '../rules/provider-down.js';
import type { Rule } from '../rules/rule.js';
import { notApplicable } from '../rules/verdict.js';
import { isMutedByExhausted, muted } from './inhibit.js';
import { keyEpoch, RECOVERY } from './recovery.js';
import { closeSilently, transition } from './transition.js';

const RULE_REMOVED = notApplicable('the rule was removed');

/**
 * What every rule says about one eSIM and what follows: one evaluation per rule, then one for each further
 * alert that ends (of an earlier package, or of a rule that is gone).
 *
 * @param alerts of this eSIM: the open ones, and the resolved ones of its running epoch and of its package's end.
 */
export function evaluateEsim(
  rules: readonly Rule[],
  facts: EsimFacts,
  alerts: readonly Alert[],
  context: EvaluationContext,
): Evaluation[] {
  const usedUp = rules.find((rule) => standsExhausted(rule, facts, alerts, context)) ?? null;
  const evaluations = rules.map((rule) => evaluateRule(rule, facts, alerts, context, usedUp));
  if (alerts.length > 0) {
    for (const rule of rules) evaluations.push(...endOfEarlier(rule, facts, alerts, context));
    evaluations.push(...endOfRemoved(rules, alerts));
  }
  return evaluations;
}

function evaluateRule(
  rule: Rule,
  facts: EsimFacts,
  alerts: readonly Alert[],
  context: EvaluationContext,
  usedUp: Rule | null,
): Evaluation {
  const verdict = judge(rule, facts, context);
  const alert = ownAlert(rule, facts, alerts);
  const inhibitedBy = muterOf(rule, verdict, usedUp, context);
  return {
    rule: rule.name,
    ruleType: rule.type,
    verdict,
    decision:
      inhibitedBy === null ? transition(alert, verdict, context.now) : muted(inhibitedBy, alert, verdict),
    alert,
    inhibitedBy,
  };
}

/** The alert of this rule's key; for rules that are not about a package, an open one of any epoch. */
function ownAlert(rule: Rule, facts: EsimFacts, alerts: readonly Alert[]): Alert | null {
  const ofRule = alerts.filter((alert) => isOf(rule, alert));
  const earlier = RECOVERY[rule.type].about === 'esim' ? ofRule.find(isOpen) : undefined;
  return earlier ?? ofRule.find((alert) => alert.epoch === keyEpoch(rule.type, facts.epoch)) ?? null;
}

function muterOf(
  rule: Rule,
  verdict: Verdict,
  usedUp: Rule | null,
  context: EvaluationContext,
): string | null {
  if (verdict.kind === 'not-applicable') return null;
  if (usedUp && isMutedByExhausted(rule.type)) return usedUp.name;
  return rule.type === 'stale' && context.providerDown ? PROVIDER_DOWN : null;
}

/** True when this rule says that everything is used up, or said so and has not taken it back. */
function standsExhausted(
  rule: Rule,
  facts: EsimFacts,
  alerts: readonly Alert[],
  context: EvaluationContext,
): boolean {
  if (rule.type !== 'data-exhausted') return false;
  const { decision, alert } = evaluateRule(rule, facts, alerts, context, null);
  if (decision.kind === 'open' || decision.kind === 'reopen') return true;
  return alert?.state === 'open' && decision.kind !== 'resolve';
}

/** Alerts of earlier packages: told as over when the new one has enough, else left to the new key to tell. */
function endOfEarlier(
  rule: Rule,
  facts: EsimFacts,
  alerts: readonly Alert[],
  context: EvaluationContext,
): readonly Evaluation[] {
  const { about, renewed } = RECOVERY[rule.type];
  if (about === 'esim') return [];
  const running = keyEpoch(rule.type, facts.epoch);
  const earlier = alerts.filter((alert) => isOf(rule, alert) && isOpen(alert) && alert.epoch !== running);
  if (earlier.length === 0) return [];
  const verdict = judge(rule, facts, context);
  if (verdict.kind === 'unknown') return [];
  return earlier.map((alert) => ending(alert, verdict, supersede(alert, verdict, renewed, facts)));
}

function supersede(alert: Alert, verdict: Verdict, renewed: string, facts: EsimFacts): Decision {
  if (verdict.kind !== 'measured') return closeSilently(alert, verdict.reason);
  if (verdict.step > 0)
    return closeSilently(alert, `package ${keyEpoch(alert.ruleType, facts.epoch)} has an alert of its own`);
  const why = facts.epoch ? ` (${facts.epoch.reason})` : '';
  return { kind: 'resolve', silent: false, step: 0, reason: `${renewed}${why}: ${verdict.value}` };
}

function endOfRemoved(rules: readonly Rule[], alerts: readonly Alert[]): readonly Evaluation[] {
  return alerts
    .filter((alert) => isOpen(alert) && !rules.some((rule) => isOf(rule, alert)))
    .map((alert) => ending(alert, RULE_REMOVED, closeSilently(alert, RULE_REMOVED.reason)));
}

function ending(alert: Alert, verdict: Verdict, decision: Decision): Evaluation {
  const { rule, ruleType } = alert;
  return { rule, ruleType, verdict, decision, alert, inhibitedBy: null };
}

function isOf(rule: Rule, alert: Alert): boolean {
  return alert.rule === rule.name && alert.ruleType === rule.type;
}

function isOpen(alert: Alert): boolean {
  return alert.state === 'open';
}
