import type { UnixSeconds } from '../../time/instant.js';
import type { Alert, Evaluation } from '../alert.js';
import { judgeProvider, type ProviderOutcome, providerDown } from '../rules/provider-down.js';
import { kindOf } from '../rules/registry.js';
import { transition } from './transition.js';

/** The name of the built-in rule. */
export const PROVIDER_DOWN = providerDown.type;

/**
 * Decides on the one alert about the provider: it opens after three consecutive failed cycles, at once for a
 * rejected token, and resolves when the provider answers. Null when nothing changes.
 *
 * @param alert the newest alert about the provider, open or resolved.
 */
export function evaluateProvider(
  outcome: ProviderOutcome,
  alert: Alert | null,
  now: UnixSeconds,
): Evaluation | null {
  const verdict = judgeProvider(outcome);
  const decision = transition(kindOf(PROVIDER_DOWN), alert, verdict, { now, isNews: true });
  if (decision.kind === 'leave') return null;
  return {
    rule: PROVIDER_DOWN,
    ruleType: PROVIDER_DOWN,
    epoch: 0,
    verdict,
    decision,
    alert,
    inhibitedBy: null,
  };
}
