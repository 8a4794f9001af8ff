import { ACCOUNT_BALANCE } from './lifecycle/evaluate-balance.js';
import { PROVIDER_DOWN } from './lifecycle/evaluate-provider.js';
import type { RuleBase } from './rules/rule-module.js';

interface Configured {
  readonly rules: readonly Pick<RuleBase, 'name'>[];
  readonly budgets: readonly Pick<RuleBase, 'name'>[];
}

/** The names that alerts can have as their rule: the configured ones, and those of the alerts that are built in. */
export function ruleNames({ rules, budgets }: Configured): readonly string[] {
  return [...[...rules, ...budgets].map(({ name }) => name), PROVIDER_DOWN, ACCOUNT_BALANCE];
}
