import { isPolled, POLLED_BY_DEFAULT } from '../../fleet/status.js';
import { HOUR, type Seconds, type UnixSeconds } from '../../time/instant.js';
import { coversBySeverity } from '../severity.js';
import type { FindingOf } from './finding.js';
import { byClock, notAboutData, sameForSameFigures } from './foresight.js';
import { providerDown } from './provider-down.js';
import { ABOUT_THE_ESIM, NO_HISTORY, type RuleBase, type RuleModule } from './rule-module.js';
import { type Ranked, shortestFirst, type TimeThreshold, thresholdsOf } from './thresholds.js';
import { notApplicable, unknown } from './verdict.js';

/** No good reading for longer than a threshold, while the provider itself answers. */
export interface StaleRule extends RuleBase {
  readonly type: 'stale';
  readonly warning: readonly Seconds[];
  readonly critical: readonly Seconds[];
}

export interface Silence {
  /** The last good reading; null when there never was one. */
  readonly readAt: UnixSeconds | null;
  /** The last good reading, or when the eSIM was first seen. */
  readonly since: UnixSeconds;
  /** How long that was when it was measured. */
  readonly lasted: Seconds;
  /** Since when its calls fail; null: none fails, so that no threshold is reached. Findings of earlier versions lack it. */
  readonly failingSince?: UnixSeconds | null;
}

export type StaleFinding = FindingOf<'stale', Silence, TimeThreshold>;

/** A single failure after the daemon itself was away for days proves nothing yet: the calls must keep failing. */
const FAILING_FOR_AT_LEAST = HOUR;

const NOT_POLLED = notApplicable('not-polled');
const PROVIDER_DOWN = unknown('provider-down');

export const stale: RuleModule<StaleRule, StaleFinding> = {
  type: 'stale',
  recovery: ABOUT_THE_ESIM,
  urgency: 6,
  helpedByTopUp: false,
  mutedBy: providerDown,
  history: NO_HISTORY,
  beforeInstallation: false,
  byLastReading: true,

  judge(rule, { usageCheck, iccid, status, reading, firstSeenAt, failingSince }, context) {
    const polled = context.polled ?? POLLED_BY_DEFAULT;
    if (!usageCheck || iccid === null || !isPolled(polled, status)) return NOT_POLLED;
    if (context.providerDown) return PROVIDER_DOWN;

    const thresholds = thresholdsOf(rule, shortestFirst);
    const since = lastWhole(reading?.at ?? firstSeenAt, failingSince);
    const due = ({ threshold }: Ranked<TimeThreshold>) => reachedAt(threshold.seconds, since, failingSince);
    const reached = thresholds.findLast((one) => due(one) <= context.now);
    const next = thresholds.find(({ rank }) => rank > (reached?.rank ?? 0));
    return {
      kind: 'measured',
      rank: reached?.rank ?? 0,
      clear: failingSince === null,
      finding: {
        kind: 'stale',
        measured: { readAt: reading && since, since, lasted: context.now - since, failingSince },
        reached: reached?.threshold ?? null,
        next: next?.threshold ?? null,
        nextAt: next && failingSince !== null ? due(next) : null,
      },
    };
  },

  covers({ measured, reached: before }, { reached }) {
    const longest = Math.max(before.seconds, measured?.lasted ?? before.seconds);
    return coversBySeverity(before.severity, reached.severity, () => longest >= reached.seconds);
  },

  foresee: byClock,
  bytesAtThresholds: notAboutData,
  dependsOnEveryReading: sameForSameFigures,
};

/** An answer that lacks a figure is taken for what it has, and counts as a failure all the same. */
function lastWhole(readAt: UnixSeconds, failingSince: UnixSeconds | null): UnixSeconds {
  return failingSince === null ? readAt : Math.min(readAt, failingSince);
}

/** When a threshold is reached: never while calls succeed. */
function reachedAt(threshold: Seconds, since: UnixSeconds, failingSince: UnixSeconds | null): UnixSeconds {
  if (failingSince === null) return Number.POSITIVE_INFINITY;
  return Math.max(since + threshold, failingSince + Math.min(threshold, FAILING_FOR_AT_LEAST));
}
