import type { FindingOf, Threshold } from './finding.js';
import { ABOUT_THE_ESIM, type AlertKind } from './rule-module.js';
import type { Measured } from './verdict.js';

/** How a poll cycle went as a whole. */
export interface ProviderOutcome {
  readonly kind: 'ok' | 'unreachable' | 'refused';
  /** Consecutive cycles that failed, this one included. */
  readonly failuresRunning: number;
  /** The failure in the words of the client and free of secrets; empty where nothing failed. */
  readonly detail: string;
  /** Null where there was no HTTP answer. */
  readonly httpStatus: number | null;
  /** The fault of an answer that was no error; missing where nothing was, and in alerts of earlier versions. */
  readonly answer?: 'unreadable' | 'too-large';
}

export interface ProviderThreshold extends Threshold {
  readonly cause: 'unreachable' | 'refused';
}

export type ProviderDownFinding = FindingOf<'provider-down', ProviderOutcome, ProviderThreshold>;

/** The kind of failure, for advice that fits it. */
export type ProviderFailure =
  | 'token'
  | 'permission'
  | 'throttled'
  | 'address'
  | 'outage'
  | 'no-answer'
  | 'unreadable'
  | 'too-large';

export function failureOf({ kind, httpStatus, answer }: ProviderOutcome): ProviderFailure {
  if (answer !== undefined) return answer;
  if (kind === 'refused') return httpStatus === 403 ? 'permission' : 'token';
  if (httpStatus === null) return 'no-answer';
  if (httpStatus === 429) return 'throttled';
  return httpStatus >= 300 && httpStatus < 500 ? 'address' : 'outage';
}

/** One failed cycle is the internet; three consecutive ones are an outage. */
export const FAILURES_OF_AN_OUTAGE = 3;

const UNREACHABLE: ProviderThreshold = { severity: 'critical', cause: 'unreachable' };
const REFUSED: ProviderThreshold = { severity: 'critical', cause: 'refused' };

/** The built-in rule about the provider itself; it cannot be configured away. */
export const providerDown: AlertKind<ProviderDownFinding> = {
  type: 'provider-down',
  recovery: ABOUT_THE_ESIM,
  urgency: 0,
  onlySeverity: 'critical',
  helpedByTopUp: false,
  mutedBy: null,
  covers: ({ reached: before }, { reached }) => before.cause === 'refused' || reached.cause === 'unreachable',
};

/** A rejected token counts at once, failing calls after three cycles. */
export function judgeProvider(outcome: ProviderOutcome): Measured<ProviderDownFinding> {
  const isOutage = outcome.kind === 'unreachable' && outcome.failuresRunning >= FAILURES_OF_AN_OUTAGE;
  const reached = outcome.kind === 'refused' ? REFUSED : isOutage ? UNREACHABLE : null;
  const next = reached === null ? UNREACHABLE : reached === UNREACHABLE ? REFUSED : null;
  return {
    kind: 'measured',
    rank: reached === null ? 0 : reached === UNREACHABLE ? 1 : 2,
    clear: outcome.kind === 'ok',
    finding: { kind: 'provider-down', measured: outcome, reached, next, nextAt: null },
  };
}
