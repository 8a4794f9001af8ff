import { coversBySeverity } from '../severity.js';
import { dataExhausted } from './data-exhausted.js';
import { CLEAR_POINTS, type DataFigures, dataFigures, percentLeft } from './data-figures.js';
import type { FindingOf, Threshold } from './finding.js';
import { sameForSameFigures, whenLeft } from './foresight.js';
import { ABOUT_THE_PACKAGE, NO_HISTORY, type RuleBase, type RuleModule } from './rule-module.js';
import { largestFirst, type Ranked, thresholdsOf } from './thresholds.js';
import { notApplicable } from './verdict.js';

/** A threshold of remaining data as it is configured: a share of the package, or a size. */
export type DataThreshold = { readonly percent: number } | { readonly bytes: number };

/**
 * Remaining data at or below a threshold. Within one severity the k-th largest percentage and the k-th largest size
 * are one threshold, reached by whichever comes first; a size above half the package is skipped.
 */
export interface DataLowRule extends RuleBase {
  readonly type: 'data-low';
  readonly warning: readonly DataThreshold[];
  readonly critical: readonly DataThreshold[];
}

/** A share and a size that are one threshold: whichever comes first. At least one is there. */
export interface DataLowThreshold extends Threshold {
  readonly percent: number | null;
  readonly bytes: number | null;
}

export type DataLowFinding = FindingOf<'data-low', DataFigures, DataLowThreshold>;

const ABOVE_HALF = notApplicable('thresholds-above-half');

export const dataLow: RuleModule<DataLowRule, DataLowFinding> = {
  type: 'data-low',
  recovery: ABOUT_THE_PACKAGE,
  urgency: 3,
  helpedByTopUp: true,
  mutedBy: dataExhausted,
  history: NO_HISTORY,
  beforeInstallation: true,
  byLastReading: true,

  judge(rule, facts, context) {
    const figures = dataFigures(facts, context);
    if ('kind' in figures) return figures;
    const place = placeAmong(thresholdsOf(rule, pairUp), figures);
    if (place === null) return ABOVE_HALF;
    const { reached, next, highestPercent } = place;
    return {
      kind: 'measured',
      rank: reached?.rank ?? 0,
      clear:
        reached === null &&
        (percentLeft(figures) > highestPercent + CLEAR_POINTS ||
          figures.remainingBytes >= figures.allowanceBytes),
      finding: {
        kind: 'data-low',
        measured: figures,
        reached: reached?.threshold ?? null,
        next: next?.threshold ?? null,
        nextAt: null,
      },
    };
  },

  covers({ measured, reached: before }, { measured: { allowanceBytes }, reached }) {
    return coversBySeverity(before.severity, reached.severity, () => {
      if (measured !== null && isReached(reached, measured)) return true;
      const figures = { allowanceBytes, remainingBytes: allowanceBytes };
      return (percentOf(before, figures) ?? 100) <= (percentOf(reached, figures) ?? 0);
    });
  },

  foresee(_rule, facts, { measured, next }, now) {
    return next === null ? null : whenLeft(bytesOf(next, measured), facts, now);
  },

  bytesAtThresholds(rule, allowanceBytes) {
    const figures = { allowanceBytes, remainingBytes: allowanceBytes };
    return thresholdsOf(rule, pairUp).flatMap(({ threshold }) => bytesOf(threshold, figures) ?? []);
  },

  dependsOnEveryReading: sameForSameFigures,
};

/** The part of a threshold that applies to this package, and once it is reached, the part that brought it. */
export function partsThatCount(
  threshold: DataLowThreshold,
  figures: DataFigures,
  reached: boolean,
): Pick<DataLowThreshold, 'percent' | 'bytes'> {
  const size = usableSize(threshold, figures);
  return {
    percent: !reached || isBelowPercent(threshold, figures) ? threshold.percent : null,
    bytes: size !== null && (!reached || isBelowSize(threshold, figures)) ? size : null,
  };
}

interface Place {
  readonly reached: Ranked<DataLowThreshold> | null;
  readonly next: Ranked<DataLowThreshold> | null;
  readonly highestPercent: number;
}

/** The position of figures among the thresholds that count for this package; null when none does. */
function placeAmong(thresholds: readonly Ranked<DataLowThreshold>[], figures: DataFigures): Place | null {
  let reached: Ranked<DataLowThreshold> | null = null;
  let next: Ranked<DataLowThreshold> | null = null;
  let highestPercent: number | null = null;
  for (const one of thresholds) {
    const percent = percentOf(one.threshold, figures);
    if (percent === null) continue;
    highestPercent = Math.max(highestPercent ?? 0, percent);
    if (isReached(one.threshold, figures)) {
      reached = one;
      next = null;
    } else next ??= one;
  }
  return highestPercent === null ? null : { reached, next, highestPercent };
}

/** The k-th largest percentage and the k-th largest size are one threshold. */
function pairUp(thresholds: readonly DataThreshold[]): readonly Omit<DataLowThreshold, 'severity'>[] {
  const percents = largestFirst(thresholds.flatMap((one) => ('percent' in one ? one.percent : [])));
  const sizes = largestFirst(thresholds.flatMap((one) => ('bytes' in one ? one.bytes : [])));
  return Array.from({ length: Math.max(percents.length, sizes.length) }, (_, k) => ({
    percent: percents[k] ?? null,
    bytes: sizes[k] ?? null,
  }));
}

/** The remaining data at which a threshold is reached, as a share; null when there is only a size above half the package. */
function percentOf(threshold: DataLowThreshold, figures: DataFigures): number | null {
  const bytes = usableSize(threshold, figures);
  const bySize = bytes === null ? null : (bytes / figures.allowanceBytes) * 100;
  if (threshold.percent === null) return bySize;
  return Math.max(threshold.percent, bySize ?? 0);
}

function bytesOf(threshold: DataLowThreshold, figures: DataFigures): number | undefined {
  const percent = percentOf(threshold, figures);
  return percent === null ? undefined : (figures.allowanceBytes * percent) / 100;
}

function isReached(threshold: DataLowThreshold, figures: DataFigures): boolean {
  return isBelowPercent(threshold, figures) || isBelowSize(threshold, figures);
}

function isBelowPercent(
  { percent }: DataLowThreshold,
  { remainingBytes, allowanceBytes }: DataFigures,
): boolean {
  return percent !== null && remainingBytes * 100 <= percent * allowanceBytes;
}

function isBelowSize(threshold: DataLowThreshold, figures: DataFigures): boolean {
  const bytes = usableSize(threshold, figures);
  return bytes !== null && figures.remainingBytes <= bytes;
}

/** A size above half the package would warn of a package that is hardly used. */
function usableSize({ bytes }: DataLowThreshold, { allowanceBytes }: DataFigures): number | null {
  return bytes !== null && bytes * 2 <= allowanceBytes ? bytes : null;
}
