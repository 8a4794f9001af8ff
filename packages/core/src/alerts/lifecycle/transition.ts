import { DAY, type Seconds, type UnixSeconds } from '../../time/instant.js';
import type { Alert, Decision, ReachedFinding } from '../alert.js';
import type { Reason } from '../reason.js';
import type { Finding, Verdict } from '../rules/registry.js';
import type { AlertKind } from '../rules/rule-module.js';
import type { Measured } from '../rules/verdict.js';

type Kind = AlertKind<Finding>;

/** An event is shown as open this long. */
const EVENT_SHOWN: Seconds = DAY;

const NOT_REACHED: Decision = leave({ kind: 'not-reached' });
const NOTIFIED: Decision = leave({ kind: 'already-notified' });
const NOT_CLEAR: Decision = leave({ kind: 'not-clear' });
const NO_NEWS: Decision = leave({ kind: 'no-news' });

/** The time of evaluation, and whether the provider reports anything new. */
export interface Look {
  readonly now: UnixSeconds;
  readonly isNews: boolean;
}

/**
 * Decides on the alert of one key when a rule returns `verdict`. A threshold is notified once: the alert keeps the worst one,
 * also while it is resolved without having recovered.
 *
 * @param alert the alert of this key, open or resolved; null when there never was one.
 */
export function transition(kind: Kind, alert: Alert | null, verdict: Verdict, look: Look): Decision {
  if (alert?.state === 'open') return whileOpen(kind, alert, verdict, look);
  if (verdict.kind !== 'measured') return leave(verdict);
  return whileResolved(kind, alert, verdict, look);
}

function whileResolved(kind: Kind, alert: Alert | null, verdict: Measured<Finding>, look: Look): Decision {
  const { finding } = verdict;
  if (!isReached(finding)) {
    return alert === null ? NOT_REACHED : recoverUnseen(kind, alert, verdict, look);
  }
  if (alert === null || !wasNotified(kind, alert, finding, verdict.rank)) {
    return { kind: 'open', severity: finding.reached.severity, reason: finding };
  }
  if (isEvent(kind)) return NOTIFIED;
  return { kind: 'reopen', severity: alert.severity, reason: finding };
}

/** An alert that was closed silently and then ended well is notified as resolved, and every threshold is armed again. */
export function recoverUnseen(kind: Kind, alert: Alert, verdict: Measured<Finding>, look: Look): Decision {
  if (alert.notified === null || isEvent(kind)) return NOT_REACHED;
  if (verdict.clear) return countClear(kind, alert, verdict, look);
  return alert.clearStreak > 0 ? endStreak(alert, verdict) : NOT_REACHED;
}

function whileOpen(kind: Kind, alert: Alert, verdict: Verdict, look: Look): Decision {
  if (verdict.kind === 'not-applicable') return closeSilently(verdict);
  if (verdict.kind === 'unknown') return leave(verdict);
  const { finding, rank } = verdict;
  if (isReached(finding) && !wasNotified(kind, alert, finding, rank)) {
    return { kind: 'escalate', severity: finding.reached.severity, reason: finding };
  }
  if (isEvent(kind)) return ageEvent(alert, finding, look.now);
  return verdict.clear ? countClear(kind, alert, verdict, look) : endStreak(alert, verdict);
}

function ageEvent(alert: Alert, finding: Finding, now: UnixSeconds): Decision {
  const isAged = !isReached(finding) && now - alert.changedAt >= EVENT_SHOWN;
  return isAged ? closeSilently({ kind: 'event-aged' }) : NOTIFIED;
}

function countClear(
  kind: Kind,
  alert: Alert,
  { finding }: Measured<Finding>,
  { now, isNews }: Look,
): Decision {
  if (kind.recovery.about === 'package' && !isNews) return NO_NEWS;
  const clearStreak = alert.clearStreak + 1;
  if (clearStreak >= (kind.recovery.clearReadings ?? 1)) {
    return {
      kind: 'resolve',
      silent: false,
      rearm: true,
      reason: { kind: 'cleared', finding, openFor: Math.max(0, now - alert.openedAt) },
    };
  }
  return { kind: 'count-clear', clearStreak, reason: { kind: 'clearing', finding, streak: clearStreak } };
}

function endStreak(alert: Alert, { finding }: Measured<Finding>): Decision {
  if (alert.clearStreak > 0) {
    return { kind: 'count-clear', clearStreak: 0, reason: { kind: 'clearing', finding, streak: 0 } };
  }
  return isReached(finding) ? NOTIFIED : NOT_CLEAR;
}

/** A notification is not repeated: the same package does not raise it again. */
export function closeSilently(reason: Reason): Decision {
  return { kind: 'resolve', silent: true, rearm: false, reason };
}

export function leave(reason: Reason): Decision {
  return { kind: 'leave', reason };
}

export function isReached(finding: Finding): finding is ReachedFinding {
  return finding.reached !== null;
}

/** True when people were notified of this threshold, or of one that includes it. */
function wasNotified(kind: Kind, { notified }: Alert, finding: ReachedFinding, rank: number): boolean {
  if (notified === null) return false;
  return notified.kind === 'recorded' ? rank <= notified.rank : kind.covers(notified, finding);
}

function isEvent({ recovery }: Kind): boolean {
  return recovery.clearReadings === null;
}
