import type { UnixSeconds } from '../../time/instant.js';
import type { Alert, Evaluation, Verdict } from '../alert.js';
import { transition } from '../lifecycle/transition.js';
import { measured } from './verdict.js';

/** The name of the built-in rule. */
export const PROVIDER_DOWN = 'provider-down';

/** How a poll cycle went as a whole. */
export interface ProviderOutcome {
  readonly kind: 'ok' | 'unreachable' | 'refused';
  /** Cycles running that failed, this one included. */
  readonly failuresRunning: number;
  /** Why, free of secrets. */
  readonly detail: string;
}

/** One failed cycle is the internet; three running are an outage. */
const FAILURES_TOLERATED = 2;

const UNREACHABLE = 1;
const REFUSED = 2;

/**
 * What follows for the one alert about the provider: it opens after three failed cycles running, at once for a
 * refused token, and resolves when the provider answers. Null when nothing changes.
 *
 * @param alert the newest alert about the provider, open or resolved.
 */
export function evaluateProvider(
  outcome: ProviderOutcome,
  alert: Alert | null,
  now: UnixSeconds,
): Evaluation | null {
  const verdict = judgeProvider(outcome);
  const decision = transition(alert, verdict, now);
  if (decision.kind === 'leave') return null;
  return { rule: PROVIDER_DOWN, ruleType: PROVIDER_DOWN, verdict, decision, alert, inhibitedBy: null };
}

function judgeProvider({ kind, failuresRunning, detail }: ProviderOutcome): Verdict {
  const isOutage = kind === 'unreachable' && failuresRunning > FAILURES_TOLERATED;
  const step = kind === 'refused' ? REFUSED : isOutage ? UNREACHABLE : 0;
  const severity = step > 0 ? ('critical' as const) : null;
  return measured({ step, severity, clear: kind === 'ok', nextAt: null }, () => {
    const threshold = `${FAILURES_TOLERATED + 1} failed cycles running, or a refused token`;
    if (kind === 'ok') return { value: 'it answers', threshold, reason: 'the provider answers again' };
    if (kind === 'refused') {
      return { value: 'token refused', threshold, reason: `the provider refuses the token: ${detail}` };
    }
    const value = `${failuresRunning} failed cycles running`;
    return { value, threshold, reason: `the provider cannot be reached, ${value}: ${detail}` };
  });
}
