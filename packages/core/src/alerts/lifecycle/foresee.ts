import type { EsimFacts } from '../../fleet/facts.js';
import type { UnixSeconds } from '../../time/instant.js';
import { moduleOf, type Rule, type Verdict } from '../rules/registry.js';
import type { Foresight } from '../rules/rule-module.js';

/**
 * When a rule would fire next; null when that is unknown, or it will not before the package ends. `verdict` is what
 * the rule finds now.
 */
export function foresee(rule: Rule, facts: EsimFacts, verdict: Verdict, now: UnixSeconds): Foresight | null {
  return verdict.kind === 'measured' ? moduleOf(rule).foresee(rule, facts, verdict.finding, now) : null;
}
