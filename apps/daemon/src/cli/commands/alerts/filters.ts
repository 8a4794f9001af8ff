import { type MatchedAlert, matches, type Severity, type SubjectMatch, subjectOf } from '@roamwatch/core';
import type { Command } from 'commander';
import { severityArgument } from '../../arguments.js';
import { UsageError } from '../../failure.js';

export interface FilterOptions {
  readonly severity?: string;
  readonly rule?: string;
  readonly label?: string;
  readonly costCentre?: string;
}

/** Adds the filters, which mean the same as in a route or a silence. */
export function addFilters(command: Command): Command {
  return command
    .option('--severity <severity>', 'only these: critical or warning')
    .option('--rule <pattern>', 'only this rule; * and ? are wildcards')
    .option('--label <pattern>', 'only eSIMs with this label; * and ? are wildcards')
    .option('--cost-centre <pattern>', 'only this cost centre; * and ? are wildcards');
}

/** @throws UsageError for a severity that there is not. */
export function filterOf({ severity, rule, label, costCentre }: FilterOptions): AlertFilter {
  const match: SubjectMatch = {
    ...(severity !== undefined && { severity: severityArgument('--severity', severity) }),
    ...(rule !== undefined && { rule }),
    ...(label !== undefined && { label }),
    ...(costCentre !== undefined && { cost_centre: costCentre }),
  };
  return {
    isEmpty: Object.keys(match).length === 0,
    requireRule(names) {
      if (rule === undefined || names.some((name) => matches({ rule }, { rule: name }))) return;
      throw new UsageError(`--rule: there is no rule "${rule}": the rules are ${names.join(', ')}`);
    },
    matches: (alert) => matches(match, subjectOf({ status: null, project: null, ...alert })),
  };
}

export interface AlertFilter {
  /** Everything matches. */
  readonly isEmpty: boolean;
  /** Nothing matches a rule that was mistyped, which would read as an all-clear. @throws UsageError for one that is none of these. */
  requireRule(names: readonly string[]): void;
  matches(alert: FilteredAlert): boolean;
}

type FilteredAlert = Pick<MatchedAlert, 'rule' | 'label' | 'costCentre' | 'iccid'> & {
  readonly severity: Severity;
};
