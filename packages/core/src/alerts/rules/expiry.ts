import { wasTakenAway } from '../../fleet/status.js';
import type { Seconds } from '../../time/instant.js';
import { type CountdownFinding, coversTimeLeft, endedWhileDown, judgeCountdown } from './countdown.js';
import { byClock, notAboutData, sameForSameFigures } from './foresight.js';
import { NO_HISTORY, type RuleBase, type RuleModule } from './rule-module.js';
import { longestFirst, thresholdsOf } from './thresholds.js';
import { unknown } from './verdict.js';

/** The active package ends within a threshold. */
export interface ExpiryRule extends RuleBase {
  readonly type: 'expiry';
  readonly warning: readonly Seconds[];
  readonly critical: readonly Seconds[];
}

export type ExpiryFinding = CountdownFinding<'expiry'>;

const NO_END = unknown('no-package-end');

export const expiry: RuleModule<ExpiryRule, ExpiryFinding> = {
  type: 'expiry',
  recovery: { clearReadings: 1, about: 'package end' },
  urgency: 2,
  helpedByTopUp: true,
  mutedBy: null,
  history: NO_HISTORY,
  beforeInstallation: false,
  byLastReading: true,

  speaksOfEnded: (facts, context) =>
    !wasTakenAway(facts.status) && endedWhileDown(facts.reading?.packageEndsAt ?? null, facts, context),

  judge(rule, facts, context) {
    const { reading } = facts;
    const endsAt = reading?.packageEndsAt ?? null;
    if (endsAt === null) return NO_END;
    const startedAt = reading?.packageStartedAt ?? null;
    const length = startedAt === null || startedAt >= endsAt ? null : endsAt - startedAt;
    return judgeCountdown('expiry', endsAt, length, thresholdsOf(rule, longestFirst), facts, context);
  },

  covers: coversTimeLeft,
  foresee: byClock,
  bytesAtThresholds: notAboutData,
  dependsOnEveryReading: sameForSameFigures,
};
