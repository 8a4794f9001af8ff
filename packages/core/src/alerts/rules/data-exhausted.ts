import type { EsimFacts } from '../../fleet/facts.js';
import { CLEAR_POINTS, type DataFigures, dataFigures, percentLeft } from './data-figures.js';
import type { FindingOf, Threshold } from './finding.js';
import { sameForSameFigures, whenLeft } from './foresight.js';
import { ABOUT_THE_PACKAGE, NO_HISTORY, type RuleBase, type RuleModule } from './rule-module.js';

/** Nothing left. Always critical. */
export interface DataExhaustedRule extends RuleBase {
  readonly type: 'data-exhausted';
}

export type DataExhaustedFinding = FindingOf<'data-exhausted', DataFigures, Threshold>;

const NOTHING_LEFT: Threshold = { severity: 'critical' };

export const dataExhausted: RuleModule<DataExhaustedRule, DataExhaustedFinding> = {
  type: 'data-exhausted',
  recovery: ABOUT_THE_PACKAGE,
  urgency: 1,
  helpedByTopUp: true,
  mutedBy: null,
  history: NO_HISTORY,
  beforeInstallation: false,
  byLastReading: true,

  judge(_rule, facts, context) {
    const figures = dataFigures(facts, context);
    if ('kind' in figures) return figures;
    const isUsedUp = figures.remainingBytes <= 0;
    return {
      kind: 'measured',
      rank: isUsedUp ? 1 : 0,
      clear: percentLeft(figures) > CLEAR_POINTS,
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
    return reached === null && hasAllowance(facts) ? whenLeft(0, facts, now) : null;
  },

  bytesAtThresholds: () => [0],
  dependsOnEveryReading: sameForSameFigures,
};

function hasAllowance({ reading }: EsimFacts): boolean {
  return reading?.allowanceBytes != null && reading.allowanceBytes > 0;
}
