import { CLEAR_POINTS, percentLeft, type RemainingFigures, remainingFigures } from './data-figures.js';
import type { FindingOf, Threshold } from './finding.js';
import { sameForSameFigures, whenLeft } from './foresight.js';
import { ABOUT_THE_PACKAGE, NO_HISTORY, type RuleBase, type RuleModule } from './rule-module.js';

/** Nothing left. Always critical. */
export interface DataExhaustedRule extends RuleBase {
  readonly type: 'data-exhausted';
}

export type DataExhaustedFinding = FindingOf<'data-exhausted', RemainingFigures, Threshold>;

const NOTHING_LEFT: Threshold = { severity: 'critical' };

export const dataExhausted: RuleModule<DataExhaustedRule, DataExhaustedFinding> = {
  type: 'data-exhausted',
  recovery: ABOUT_THE_PACKAGE,
  urgency: 1,
  onlySeverity: 'critical',
  helpedByTopUp: true,
  mutedBy: null,
  history: NO_HISTORY,
  beforeInstallation: true,
  byLastReading: true,

  judge(_rule, facts, context) {
    const figures = remainingFigures(facts, context);
    if ('kind' in figures) return figures;
    const isUsedUp = figures.remainingBytes <= 0;
    return {
      kind: 'measured',
      rank: isUsedUp ? 1 : 0,
      clear: isClear(figures),
      finding: {
        kind: 'data-exhausted',
        measured: figures,
        reached: isUsedUp ? NOTHING_LEFT : null,
        next: isUsedUp ? null : NOTHING_LEFT,
        nextAt: null,
      },
    };
  },

  covers: () => true,

  foresee(_rule, facts, { reached }, now) {
    return reached === null ? whenLeft(0, facts, now) : null;
  },

  bytesAtThresholds: () => [0],
  dependsOnEveryReading: sameForSameFigures,
};

/** Without a size nobody knows how much is enough. */
function isClear({ allowanceBytes, remainingBytes }: RemainingFigures): boolean {
  return allowanceBytes !== null && percentLeft({ allowanceBytes, remainingBytes }) > CLEAR_POINTS;
}
