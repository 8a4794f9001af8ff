import { DAY, type UnixSeconds } from '../../time/instant.js';
import type { Alert, Decision, Verdict } from '../alert.js';
import { RECOVERY } from './recovery.js';

type Measured = Extract<Verdict, { kind: 'measured' }>;

/** An event is shown as open this long. */
const EVENT_SHOWN = DAY;

const APPLIES_NOT: Decision = leave('the rule does not apply');
const UNKNOWN: Decision = leave('what it needs is missing, so nothing changes');
const NOT_REACHED: Decision = leave('no step is reached');
const TOLD: Decision = leave('told already');
const NOT_CLEAR: Decision = leave('not far enough above the limit to be taken back');

/**
 * What follows for one key when a rule says `verdict`. A step is told once: the alert keeps the worst it
 * reached, also while it is resolved without having recovered.
 *
 * @param alert the alert of this key, open or resolved; null when there never was one.
 */
export function transition(alert: Alert | null, verdict: Verdict, now: UnixSeconds): Decision {
  if (alert?.state === 'open') return whileOpen(alert, verdict, now);
  if (verdict.kind === 'not-applicable') return APPLIES_NOT;
  if (verdict.kind === 'unknown') return UNKNOWN;
  return whileQuiet(alert, verdict);
}

function whileQuiet(alert: Alert | null, verdict: Measured): Decision {
  const { step, severity } = verdict;
  if (severity === null) return alert === null ? NOT_REACHED : recoverUnseen(alert, verdict);
  if (alert === null || step > alert.step) return { kind: 'open', severity, step, reason: verdict.reason };
  if (isEvent(alert)) return TOLD;
  return { kind: 'reopen', severity: alert.severity, step: alert.step, reason: verdict.reason };
}

/** What was closed without a word and then turned out well is told as over, and every step is armed again. */
export function recoverUnseen(alert: Alert, verdict: Measured): Decision {
  if (alert.step === 0 || isEvent(alert)) return NOT_REACHED;
  if (verdict.clear) return countClear(alert, verdict);
  return alert.clearStreak > 0 ? endStreak(alert, verdict) : NOT_REACHED;
}

function whileOpen(alert: Alert, verdict: Verdict, now: UnixSeconds): Decision {
  if (verdict.kind === 'not-applicable') return closeSilently(alert, verdict.reason);
  if (verdict.kind === 'unknown') return UNKNOWN;
  const { step, severity } = verdict;
  if (severity !== null && step > alert.step) {
    return { kind: 'escalate', severity, step, reason: verdict.reason };
  }
  if (isEvent(alert)) return ageEvent(alert, verdict, now);
  return verdict.clear ? countClear(alert, verdict) : endStreak(alert, verdict);
}

function ageEvent(alert: Alert, verdict: Measured, now: UnixSeconds): Decision {
  const isOver = verdict.step === 0 && now - alert.changedAt >= EVENT_SHOWN;
  return isOver ? closeSilently(alert, 'the event is over a day old') : TOLD;
}

function countClear(alert: Alert, verdict: Measured): Decision {
  const clearStreak = alert.clearStreak + 1;
  if (clearStreak >= (RECOVERY[alert.ruleType].clearReadings ?? 1)) {
    return { kind: 'resolve', silent: false, step: 0, reason: verdict.reason };
  }
  return { kind: 'count-clear', clearStreak, reason: `one clear reading: ${verdict.reason}` };
}

function endStreak(alert: Alert, verdict: Measured): Decision {
  if (alert.clearStreak > 0) {
    return { kind: 'count-clear', clearStreak: 0, reason: `not clear any more: ${verdict.reason}` };
  }
  return verdict.step === 0 ? NOT_CLEAR : TOLD;
}

/** What was told stays told: the same package does not raise it again. */
export function closeSilently(alert: Alert, reason: string): Decision {
  return { kind: 'resolve', silent: true, step: alert.step, reason };
}

function isEvent(alert: Alert): boolean {
  return RECOVERY[alert.ruleType].clearReadings === null;
}

export function leave(reason: string): Decision {
  return { kind: 'leave', reason };
}
