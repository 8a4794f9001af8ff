import type { Words } from '../language/en.js';
import type { AlertLine } from '../ports/alerts.js';

/** What an alert without an eSIM of its own is about. */
export function subjectOf({ rule, ruleType }: Pick<AlertLine, 'rule' | 'ruleType'>, words: Words): string {
  return ruleType === 'budget' ? words.alerts.budget(rule) : words.alerts.provider;
}
