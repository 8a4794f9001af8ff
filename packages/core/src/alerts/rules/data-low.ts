import { formatBytes, formatPercent } from '../../usage/size.js';
import type { EsimFacts, Verdict } from '../alert.js';
import type { EvaluationContext } from './context.js';
import { CLEAR_POINTS, type DataFigures, dataFigures, leftInWords, percentLeft } from './data-figures.js';
import type { DataLowRule, DataThreshold } from './rule.js';
import { largestFirst, stepsOf } from './steps.js';
import { measured, notApplicable, type Words } from './verdict.js';

/** A share and a size that are one step: whichever comes first. At least one is there. */
interface DataLimit {
  readonly percent: number | null;
  readonly bytes: number | null;
}

const NO_STEP = notApplicable('every limit is above half of its package');

export function judgeDataLow(rule: DataLowRule, facts: EsimFacts, context: EvaluationContext): Verdict {
  const figures = dataFigures(facts, context);
  if (figures.kind !== 'figures') return figures;
  const steps = stepsOf(rule, pairUp);
  const first = steps.find(({ limit }) => percentOf(limit, figures) !== null);
  if (!first) return NO_STEP;

  const reached = steps.findLast(({ limit }) => isReached(limit, figures));
  const clearAbove = Math.max(...steps.map(({ limit }) => percentOf(limit, figures) ?? 0)) + CLEAR_POINTS;
  const outcome = {
    step: reached?.rank ?? 0,
    severity: reached?.severity ?? null,
    clear: !reached && (percentLeft(figures) > clearAbove || figures.remaining >= figures.allowance),
    nextAt: null,
  };
  return measured(outcome, () => wordsFor(figures, (reached ?? first).limit, reached !== undefined));
}

/** What may be left when the first step above `rank` is reached, in bytes; null when there is none. */
export function nextLimitBytes(rule: DataLowRule, allowance: number, rank: number): number | null {
  const figures: DataFigures = { kind: 'figures', allowance, remaining: allowance };
  for (const step of stepsOf(rule, pairUp)) {
    const percent = step.rank > rank ? percentOf(step.limit, figures) : null;
    if (percent !== null) return (allowance * percent) / 100;
  }
  return null;
}

/** The k-th largest percentage and the k-th largest size are one step. */
function pairUp(thresholds: readonly DataThreshold[]): readonly DataLimit[] {
  const percents = largestFirst(thresholds.flatMap((one) => ('percent' in one ? one.percent : [])));
  const sizes = largestFirst(thresholds.flatMap((one) => ('bytes' in one ? one.bytes : [])));
  return Array.from({ length: Math.max(percents.length, sizes.length) }, (_, k) => ({
    percent: percents[k] ?? null,
    bytes: sizes[k] ?? null,
  }));
}

/** The share of the package at which a limit lies; null when there is none but a size above half the package. */
function percentOf(limit: DataLimit, figures: DataFigures): number | null {
  const bytes = usableSize(limit, figures);
  const bySize = bytes === null ? null : (bytes / figures.allowance) * 100;
  if (limit.percent === null) return bySize;
  return Math.max(limit.percent, bySize ?? 0);
}

function isReached(limit: DataLimit, figures: DataFigures): boolean {
  return isBelowPercent(limit, figures) || isBelowSize(limit, figures);
}

function isBelowPercent({ percent }: DataLimit, { remaining, allowance }: DataFigures): boolean {
  return percent !== null && remaining * 100 <= percent * allowance;
}

function isBelowSize(limit: DataLimit, figures: DataFigures): boolean {
  const bytes = usableSize(limit, figures);
  return bytes !== null && figures.remaining <= bytes;
}

/** A size above half the package would warn of a package that is hardly used. */
function usableSize({ bytes }: DataLimit, { allowance }: DataFigures): number | null {
  return bytes !== null && bytes * 2 <= allowance ? bytes : null;
}

function wordsFor(figures: DataFigures, limit: DataLimit, reached: boolean): Words {
  const value = leftInWords(figures);
  const size = usableSize(limit, figures);
  const parts = [
    limit.percent !== null && (!reached || isBelowPercent(limit, figures)) && formatPercent(limit.percent),
    size !== null && (!reached || isBelowSize(limit, figures)) && formatBytes(size),
  ];
  const threshold = parts.filter((part) => part !== false).join(' or ');
  return { value, threshold, reason: `${value}, ${reached ? 'at or below' : 'above'} ${threshold}` };
}
