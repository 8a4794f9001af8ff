import type { Alert, Decision } from '../alert.js';
import type { Finding, Verdict } from '../rules/registry.js';
import type { AlertKind } from '../rules/rule-module.js';
import { closeSilently, type Look, leave, recoverUnseen } from './transition.js';

/**
 * Replaces a decision that another rule mutes: nobody is notified. An open alert is closed silently, so that it
 * neither reminds nor resolves beside the one that mutes it; what was notified of it stays notified. Clear readings
 * count all the same, so that both can resolve together.
 */
export function muted(
  by: string,
  kind: AlertKind<Finding>,
  alert: Alert | null,
  verdict: Verdict,
  look: Look,
): Decision {
  const reason = { kind: 'muted', by } as const;
  if (!alert || verdict.kind !== 'measured') return leave(reason);
  if (alert.state === 'open') return closeSilently(reason);
  const recovery = recoverUnseen(kind, alert, verdict, look);
  return recovery.kind === 'count-clear' ? recovery : leave(reason);
}
