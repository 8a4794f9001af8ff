import type { EsimFacts } from '../../fleet/facts.js';
import { hasEnded, isUnused } from '../../fleet/status.js';
import { concerns } from './concerns.js';
import type { EvaluationContext } from './context.js';
import { moduleOf, REGISTRY, type Registry, type Rule, type Verdict } from './registry.js';
import { notApplicable } from './verdict.js';

const NOT_LISTED = notApplicable('not-listed');
const ENDED = notApplicable('ended');
const NO_MATCH = notApplicable('no-match');
const NOT_INSTALLED = notApplicable('not-installed');

/**
 * Evaluates one rule for one eSIM, before any alert is considered.
 *
 * @throws TypeError when the registry lacks the type of the rule.
 */
export function judge(
  rule: Rule,
  facts: EsimFacts,
  context: EvaluationContext,
  registry: Registry = REGISTRY,
): Verdict {
  const module = moduleOf(rule, registry);
  const ending = facts.leftListAt !== null ? NOT_LISTED : hasEnded(facts.status) ? ENDED : null;
  if (ending !== null && !module.speaksOfEnded?.(facts, context)) return ending;
  if (isUnused(facts.status) && !module.beforeInstallation) return NOT_INSTALLED;
  if (!concerns(rule, facts)) return NO_MATCH;
  return module.judge(rule, facts, context);
}
