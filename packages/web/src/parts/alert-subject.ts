import type { Words } from '../language/en.js';
import type { AlertLine } from '../ports/alerts.js';

/** The subject of an alert without an eSIM. */
export function subjectOf({ rule, ruleType }: Pick<AlertLine, 'rule' | 'ruleType'>, words: Words): string {
  switch (ruleType) {
    case 'budget':
      return words.alerts.budget(rule);
    case 'account-balance':
      return words.alerts.account;
    default:
      return words.alerts.provider;
  }
}
