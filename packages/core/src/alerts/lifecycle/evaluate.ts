import type { EsimFacts } from '../../fleet/facts.js';
import type { Alert, Decision, Evaluation } from '../alert.js';
import type { EvaluationContext } from '../rules/context.js';
import { judge } from '../rules/judge.js';
import { providerDown } from '../rules/provider-down.js';
import {
  type AnyModule,
  moduleOf,
  REGISTRY,
  type Registry,
  type Rule,
  type Verdict,
} from '../rules/registry.js';
import { notApplicable } from '../rules/verdict.js';
import { muted } from './inhibit.js';
import { keyEpoch } from './key-epoch.js';
import { closeSilently, isReached, transition } from './transition.js';

const REMOVED = notApplicable('removed');

/**
 * Evaluates every rule for one eSIM: one evaluation per rule, then one for each further
 * alert that ends (of an earlier package, or of a rule that is gone).
 *
 * @param alerts of this eSIM: the open ones, and the resolved ones of its current epoch and of its package's end.
 * @throws TypeError when the registry lacks the type of a rule.
 */
export function evaluateEsim(
  rules: readonly Rule[],
  facts: EsimFacts,
  alerts: readonly Alert[],
  context: EvaluationContext,
  registry: Registry = REGISTRY,
): Evaluation[] {
  const scene = { rules, facts, alerts, context, registry };
  const muting = rules.filter((rule) => mutesOthers(rule, registry) && stands(rule, scene));
  const evaluations = rules.map((rule) => evaluateRule(rule, scene, muting));
  if (alerts.length > 0) {
    for (const rule of rules) evaluations.push(...endOfEarlier(rule, scene));
    evaluations.push(...endOfRemoved(scene));
  }
  return evaluations;
}

/** Everything an evaluation takes. */
interface Scene {
  readonly rules: readonly Rule[];
  readonly facts: EsimFacts;
  readonly alerts: readonly Alert[];
  readonly context: EvaluationContext;
  readonly registry: Registry;
}

function evaluateRule(rule: Rule, scene: Scene, muting: readonly Rule[]): Evaluation {
  const { facts, context, registry } = scene;
  const module = moduleOf(rule, registry);
  const verdict = judge(rule, facts, context, registry);
  const alert = ownAlert(rule, module, scene);
  const inhibitedBy = muterOf(module, verdict, muting, context);
  const look = { now: context.now, isNews: facts.isNews };
  return {
    rule: rule.name,
    ruleType: rule.type,
    epoch: keyEpoch(module.recovery, facts.epoch),
    verdict,
    decision:
      inhibitedBy === null
        ? transition(module, alert, verdict, look)
        : muted(inhibitedBy, module, alert, verdict, look),
    alert,
    inhibitedBy,
  };
}

/** The alert of this rule's key; for rules that are not about a package, an open one of any epoch. */
function ownAlert(rule: Rule, { recovery }: AnyModule, { facts, alerts }: Scene): Alert | null {
  if (alerts.length === 0) return null;
  const ofRule = alerts.filter((alert) => isOf(rule, alert));
  const earlier = recovery.about === 'esim' ? ofRule.find(isOpen) : undefined;
  return earlier ?? ofRule.find((alert) => alert.epoch === keyEpoch(recovery, facts.epoch)) ?? null;
}

function muterOf(
  { mutedBy }: AnyModule,
  verdict: Verdict,
  muting: readonly Rule[],
  { providerDown: isProviderDown }: EvaluationContext,
): string | null {
  if (mutedBy === null || verdict.kind === 'not-applicable') return null;
  if (mutedBy === providerDown) return isProviderDown ? providerDown.type : null;
  return muting.find(({ type }) => type === mutedBy.type)?.name ?? null;
}

/** Types that mute others, by registry. */
const muters = new WeakMap<Registry, ReadonlySet<string>>();

function mutesOthers({ type }: Rule, registry: Registry): boolean {
  const known = muters.get(registry);
  if (known) return known.has(type);
  const types = new Set(Object.values(registry).flatMap(({ mutedBy }) => mutedBy?.type ?? []));
  muters.set(registry, types);
  return types.has(type);
}

/** True when this rule raises an alert now, or raised one that does not resolve yet. */
function stands(rule: Rule, scene: Scene): boolean {
  const { decision, alert } = evaluateRule(rule, scene, []);
  if (decision.kind === 'open' || decision.kind === 'reopen') return true;
  return alert?.state === 'open' && decision.kind !== 'resolve';
}

/** Alerts of earlier packages: resolved aloud when the new one has enough, else left to the alert of the new key. */
function endOfEarlier(rule: Rule, { facts, alerts, context, registry }: Scene): readonly Evaluation[] {
  const { recovery } = moduleOf(rule, registry);
  if (recovery.about === 'esim') return [];
  const running = keyEpoch(recovery, facts.epoch);
  const earlier = alerts.filter((alert) => isOf(rule, alert) && isOpen(alert) && alert.epoch !== running);
  if (earlier.length === 0) return [];
  const verdict = judge(rule, facts, context, registry);
  if (verdict.kind === 'unknown') return [];
  return earlier.map((alert) => ending(alert, verdict, supersede(verdict, running, facts)));
}

function supersede(
  verdict: Exclude<Verdict, { kind: 'unknown' }>,
  running: number,
  facts: EsimFacts,
): Decision {
  if (verdict.kind !== 'measured') return closeSilently(verdict);
  const { finding } = verdict;
  if (isReached(finding)) return closeSilently({ kind: 'superseded', epoch: running });
  const reason = { kind: 'renewed', changes: facts.epoch?.changes ?? [], finding } as const;
  return { kind: 'resolve', silent: false, rearm: true, reason };
}

function endOfRemoved({ rules, alerts }: Scene): readonly Evaluation[] {
  return alerts
    .filter((alert) => isOpen(alert) && !rules.some((rule) => isOf(rule, alert)))
    .map((alert) => ending(alert, REMOVED, closeSilently(REMOVED)));
}

function ending(alert: Alert, verdict: Verdict, decision: Decision): Evaluation {
  const { rule, ruleType, epoch } = alert;
  return { rule, ruleType, epoch, verdict, decision, alert, inhibitedBy: null };
}

function isOf(rule: Rule, alert: Alert): boolean {
  return alert.rule === rule.name && alert.ruleType === rule.type;
}

function isOpen(alert: Alert): boolean {
  return alert.state === 'open';
}
