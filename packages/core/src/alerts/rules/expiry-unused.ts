import type { EsimFacts } from '../../fleet/facts.js';
import { hasEnded, isUnused, wasTakenAway } from '../../fleet/status.js';
import type { Seconds } from '../../time/instant.js';
import { isInUse } from '../../usage/in-use.js';
import type { EvaluationContext } from './context.js';
import { type CountdownFinding, coversTimeLeft, endedWhileDown, judgeCountdown } from './countdown.js';
import { byClock, notAboutData, sameForSameFigures } from './foresight.js';
import { ABOUT_THE_ESIM, NO_HISTORY, type RuleBase, type RuleModule } from './rule-module.js';
import { longestFirst, thresholdsOf } from './thresholds.js';
import { notApplicable, unknown } from './verdict.js';

/** A profile that was paid for but is not installed expires within a threshold. */
export interface ExpiryUnusedRule extends RuleBase {
  readonly type: 'expiry-unused';
  readonly warning: readonly Seconds[];
  readonly critical: readonly Seconds[];
}

export type ExpiryUnusedFinding = CountdownFinding<'expiry-unused'>;

const INSTALLED = notApplicable('installed');
const NO_END = unknown('no-profile-end');

export const expiryUnused: RuleModule<ExpiryUnusedRule, ExpiryUnusedFinding> = {
  type: 'expiry-unused',
  recovery: ABOUT_THE_ESIM,
  urgency: 5,
  helpedByTopUp: false,
  mutedBy: null,
  history: NO_HISTORY,
  beforeInstallation: true,
  byLastReading: true,

  speaksOfEnded: endedUnused,

  judge(rule, facts, context) {
    const { status, lapsesAt } = facts;
    if (!isUnused(status) && !endedUnused(facts, context)) return INSTALLED;
    if (lapsesAt === null) return NO_END;
    return judgeCountdown('expiry-unused', lapsesAt, null, thresholdsOf(rule, longestFirst), facts, context);
  },

  covers: coversTimeLeft,
  foresee: byClock,
  bytesAtThresholds: notAboutData,
  dependsOnEveryReading: sameForSameFigures,
};

/** The status of an ended profile no longer shows whether it was installed. A missing start does. */
function endedUnused(facts: EsimFacts, context: EvaluationContext): boolean {
  const { status, reading, lapsesAt } = facts;
  const isUntouched = reading?.packageStartedAt == null && !isInUse(reading);
  const wasUnused = isUnused(status) || (hasEnded(status) && !wasTakenAway(status) && isUntouched);
  return wasUnused && endedWhileDown(lapsesAt, facts, context);
}
