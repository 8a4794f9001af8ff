import type { Words } from '../language/en.js';
import type { AlertLine } from '../ports/alerts.js';

/** The subject of an alert without an eSIM. */
export function subjectOf({ rule, ruleType }: Pick<AlertLine, 'rule' | 'ruleType'>, words: Words): string {
  return ruleType === 'budget' ? words.alerts.budget(rule) : words.alerts.provider;
}
