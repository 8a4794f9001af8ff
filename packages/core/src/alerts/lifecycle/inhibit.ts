import type { Alert, Decision, Verdict } from '../alert.js';
import type { RuleType } from '../rules/rule.js';
import { closeSilently, leave, recoverUnseen } from './transition.js';

/** Who has used everything up need not hear that little is left. */
const MUTED_BY_EXHAUSTED: ReadonlySet<RuleType> = new Set(['data-low', 'data-forecast']);

/** True when an open `data-exhausted` alert mutes alerts of this type. */
export function isMutedByExhausted(type: RuleType): boolean {
  return MUTED_BY_EXHAUSTED.has(type);
}

/**
 * What becomes of a decision that another rule mutes: nothing is told. An open alert is closed without a word,
 * so that it neither reminds nor resolves beside the one that mutes it; what was told of it stays told. Clear
 * readings count all the same, so that both can be told as over together.
 */
export function muted(by: string, alert: Alert | null, verdict: Verdict): Decision {
  const reason = `muted by ${by}`;
  if (!alert || verdict.kind !== 'measured') return leave(reason);
  if (alert.state === 'open') return closeSilently(alert, reason);
  const recovery = recoverUnseen(alert, verdict);
  return recovery.kind === 'count-clear' ? recovery : leave(reason);
}
