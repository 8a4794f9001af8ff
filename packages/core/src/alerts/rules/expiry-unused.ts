import { isUnused } from '../../fleet/status.js';
import type { Seconds } from '../../time/instant.js';
import { type CountdownFinding, coversTimeLeft, judgeCountdown } from './countdown.js';
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

  judge(rule, { status, lapsesAt }, { now }) {
    if (!isUnused(status)) return INSTALLED;
    if (lapsesAt === null) return NO_END;
    return judgeCountdown('expiry-unused', lapsesAt, null, thresholdsOf(rule, longestFirst), now);
  },

  covers: coversTimeLeft,
  foresee: byClock,
  bytesAtThresholds: notAboutData,
  dependsOnEveryReading: sameForSameFigures,
};
