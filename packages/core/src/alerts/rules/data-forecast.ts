import { type ForecastEvidence, fastestUse, forecastDry } from '../../forecast/forecast-dry.js';
import { DAY, type Seconds, type UnixSeconds } from '../../time/instant.js';
import { coversTimeLeft } from './countdown.js';
import { dataExhausted } from './data-exhausted.js';
import { type DataFigures, dataFigures } from './data-figures.js';
import type { FindingOf } from './finding.js';
import { notAboutData } from './foresight.js';
import { ABOUT_THE_PACKAGE, NO_HISTORY, type RuleBase, type RuleModule } from './rule-module.js';
import { longestFirst, type TimeThreshold, thresholdsOf } from './thresholds.js';
import { notApplicable, unknown } from './verdict.js';

/** Projected to run out of data within a threshold, and before the package ends. */
export interface DataForecastRule extends RuleBase {
  readonly type: 'data-forecast';
  readonly warning: readonly Seconds[];
  readonly critical: readonly Seconds[];
}

export interface ForecastFigures extends DataFigures {
  readonly bytesPerDay: number;
  readonly evidence: ForecastEvidence;
  /** Null when nothing is being used. */
  readonly runsOutAt: UnixSeconds | null;
  /** Until then, when this was measured; as long as can be when nothing is being used. */
  readonly left: Seconds;
  readonly packageEndsAt: UnixSeconds | null;
}

export type DataForecastFinding = FindingOf<'data-forecast', ForecastFigures, TimeThreshold>;

/** A forecast swings with the hour of the day; it clears only when it is this many times the threshold away. */
const CLEAR_TIMES = 2;

const FOR_EVER: Seconds = Number.MAX_SAFE_INTEGER;

const TOO_LITTLE = unknown('too-little-usage');
const NO_THRESHOLDS = notApplicable('no-thresholds');

export const dataForecast: RuleModule<DataForecastRule, DataForecastFinding> = {
  type: 'data-forecast',
  recovery: ABOUT_THE_PACKAGE,
  urgency: 4,
  helpedByTopUp: true,
  mutedBy: dataExhausted,
  history: { ...NO_HISTORY, days: 3, readings: DAY },
  beforeInstallation: true,
  byLastReading: false,

  judge(rule, facts, context) {
    const figures = dataFigures(facts, context);
    if ('kind' in figures) return figures;
    const forecast = forecastDry(facts, context.now);
    if (!forecast) return TOO_LITTLE;
    const thresholds = thresholdsOf(rule, longestFirst);
    const [first] = thresholds;
    if (!first) return NO_THRESHOLDS;

    const { dryAt, bytesPerDay, evidence } = forecast;
    const left = dryAt === null ? FOR_EVER : dryAt - context.now;
    const packageEndsAt = facts.reading?.packageEndsAt ?? null;
    const isInTime =
      figures.remainingBytes > 0 && dryAt !== null && (packageEndsAt === null || dryAt < packageEndsAt);
    const reached = isInTime ? thresholds.findLast(({ threshold }) => left <= threshold.seconds) : undefined;
    const next = thresholds.find(({ rank }) => rank > (reached?.rank ?? 0));
    return {
      kind: 'measured',
      rank: reached?.rank ?? 0,
      clear: left > first.threshold.seconds * CLEAR_TIMES,
      finding: {
        kind: 'data-forecast',
        // Spelt out: copying figures by a spread would cost more than all the rest of the evaluation.
        measured: {
          allowanceBytes: figures.allowanceBytes,
          remainingBytes: figures.remainingBytes,
          bytesPerDay: Math.round(bytesPerDay),
          evidence,
          runsOutAt: dryAt,
          left,
          packageEndsAt,
        },
        reached: reached?.threshold ?? null,
        next: next?.threshold ?? null,
        nextAt: next && isInTime ? dryAt - next.threshold.seconds : null,
      },
    };
  },

  covers: coversTimeLeft,
  foresee: (_rule, _facts, { nextAt }) => (nextAt === null ? null : { at: nextAt, by: 'forecast' }),
  bytesAtThresholds: notAboutData,

  /** Each reading moves the pace of use; that matters once the fastest of them could reach a threshold. */
  dependsOnEveryReading({ warning, critical }, facts) {
    const remaining = facts.reading?.remainingBytes ?? null;
    return remaining !== null && remaining <= (fastestUse(facts) / DAY) * Math.max(...warning, ...critical);
  },
};
