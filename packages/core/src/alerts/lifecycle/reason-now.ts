import type { EsimFacts } from '../../fleet/facts.js';
import { type Alert, notifiedOf, thresholdKey } from '../alert.js';
import type { Reason } from '../reason.js';
import type { EvaluationContext } from '../rules/context.js';
import { judge } from '../rules/judge.js';
import { moduleOf, type Rule } from '../rules/registry.js';
import { isReached } from './transition.js';

/** True when the reason of an open alert of this rule can be brought up to date from the last reading and the clock. */
export function canBeJudgedAgain(rule: Rule, alert: Alert): boolean {
  return alert.state === 'open' && alert.esim !== null && moduleOf(rule).byLastReading;
}

/**
 * Why an alert is open, by the current figures. One whose rule has a different finding by now, or none, keeps the
 * reason it was stored with.
 *
 * @param facts with the last reading, whenever that was.
 */
export function reasonNow(rule: Rule, alert: Alert, facts: EsimFacts, context: EvaluationContext): Reason {
  if (!canBeJudgedAgain(rule, alert)) return alert.reason;
  const verdict = judge(rule, { ...facts, fresh: facts.reading !== null }, context);
  if (verdict.kind !== 'measured' || !isReached(verdict.finding) || alert.notified === null) {
    return alert.reason;
  }
  const { notified } = alert;
  const isSame =
    notified.kind === 'recorded'
      ? verdict.rank === notified.rank
      : thresholdKey(notifiedOf(verdict.finding)) === thresholdKey(notified);
  return isSame ? verdict.finding : alert.reason;
}
