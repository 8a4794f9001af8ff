import { hasEnded, isUnused } from '../../fleet/status.js';
import type { EsimFacts, Verdict } from '../alert.js';
import { matches } from '../match.js';
import type { EvaluationContext } from './context.js';
import { judgeDataExhausted } from './data-exhausted.js';
import { judgeDataForecast } from './data-forecast.js';
import { judgeDataLow } from './data-low.js';
import { judgeExpiry } from './expiry.js';
import { judgeExpiryUnused } from './expiry-unused.js';
import { judgeNewLocation } from './new-location.js';
import type { Rule, RuleType } from './rule.js';
import { judgeStale } from './stale.js';
import { judgeUsageSpike } from './usage-spike.js';
import { notApplicable } from './verdict.js';

const LEFT_LIST = notApplicable('the eSIM is no longer listed');
const ENDED = notApplicable('the eSIM is expired or revoked');
const NO_MATCH = notApplicable('the rule does not match this eSIM');
const NOT_INSTALLED = notApplicable('the eSIM is not installed yet');

/** Usage proves an installation that the status does not show yet; every other rule waits for the status. */
const BEFORE_INSTALLATION: ReadonlySet<RuleType> = new Set(['expiry-unused', 'usage-spike', 'new-location']);

/** What one rule says about one eSIM, before any history is looked at. */
export function judge(rule: Rule, facts: EsimFacts, context: EvaluationContext): Verdict {
  if (facts.leftListAt !== null) return LEFT_LIST;
  if (hasEnded(facts.status)) return ENDED;
  if (isUnused(facts.status) && !BEFORE_INSTALLATION.has(rule.type)) return NOT_INSTALLED;
  if (!concerns(rule, facts)) return NO_MATCH;
  switch (rule.type) {
    case 'data-low':
      return judgeDataLow(rule, facts, context);
    case 'data-exhausted':
      return judgeDataExhausted(facts, context);
    case 'expiry':
      return judgeExpiry(rule, facts, context);
    case 'expiry-unused':
      return judgeExpiryUnused(rule, facts, context);
    case 'data-forecast':
      return judgeDataForecast(rule, facts, context);
    case 'usage-spike':
      return judgeUsageSpike(rule, facts, context);
    case 'new-location':
      return judgeNewLocation(rule, facts);
    case 'stale':
      return judgeStale(rule, facts, context);
  }
}

/** What the conditions of rules look at. */
export type Subject = Pick<EsimFacts, 'status' | 'label' | 'costCentre' | 'project' | 'iccid'>;

/** Whether the rule's own conditions choose this eSIM. */
export function concerns(rule: Rule, subject: Subject): boolean {
  return rule.match === undefined || matches(rule.match, subjectOf(subject));
}

function subjectOf({ status, label, costCentre, project, iccid }: Subject) {
  return { status, label, cost_centre: costCentre, project, iccid };
}
