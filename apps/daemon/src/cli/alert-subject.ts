import type { RuleType } from '@roamwatch/core';

/** The subject of an alert, in a column of a table; of an eSIM what `explain` takes. */
export function alertSubject(alert: {
  readonly label: string | null;
  readonly iccid: string | null;
  readonly ruleType: RuleType;
}): string {
  switch (alert.ruleType) {
    case 'budget':
      return 'budget';
    case 'provider-down':
      return 'provider';
    case 'account-balance':
      return 'account';
    default:
      return alert.label ?? alert.iccid ?? 'eSIM';
  }
}
