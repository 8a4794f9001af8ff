import { isClear } from './allowance-evidence.js';
import type { Finding, UnitEvidence } from './conclude-units.js';
import { type DataUnit, UNIT_BYTES } from './unit.js';

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/**
 * Rows that add up to less than was used are ordinary (lag, days that dropped out); to this many doublings more, lag
 * of the allowance can explain it; beyond, it cannot be.
 */
const MOST_ABOVE = 0.5;

/** Rows that add up to less than a sixteenth of what was used are no answer. */
const SURE_WITHIN = 4;

const UNCHECKED: Finding = {
  unit: 'KB',
  evidence:
    "the reading that fits the documentation's sample best; not checked yet, no eSIM with consumption to compare",
  overturns: false,
};

/**
 * The unit in which the daily rows add up to what the allowances lost: the median over the fleet, because a
 * single eSIM can mislead by lag, rounding or days that dropped out.
 */
export function dailyUnitByConsumption(
  evidence: readonly UnitEvidence[],
  allowanceUnit: DataUnit | null,
): Finding {
  const steps = evidence
    .map((one) => stepOf(one, allowanceUnit))
    .filter((step) => step !== null)
    .sort((a, b) => a - b);
  const median = steps[Math.floor(steps.length / 2)];
  if (median === undefined) return UNCHECKED;

  const unit = largestPossible(median);
  const counted = `${steps.length} eSIM${steps.length === 1 ? '' : 's'} compared`;
  if (Math.abs(median - Math.log2(UNIT_BYTES[unit])) > SURE_WITHIN) {
    return { ...UNCHECKED, evidence: `${counted}, but their daily rows fit no unit; KB until they do` };
  }
  const agreeing = steps.filter((step) => largestPossible(step) === unit).length;
  const share = (2 ** (Math.log2(UNIT_BYTES[unit]) - median)).toFixed(2);
  return {
    unit,
    evidence: `${counted}: read as ${unit}, their daily rows add up to ${share} times what their allowances lost (${agreeing} agree)`,
    overturns: isClear(agreeing, steps.length),
  };
}

/** How many doublings one daily figure stands for; null when there is nothing to compare. */
function stepOf(
  { allowed, remaining, startedAt, dayFigureSum }: UnitEvidence,
  unit: DataUnit | null,
): number | null {
  if (unit === null || allowed === null || remaining === null || startedAt === null) return null;
  const lost = (allowed - remaining) * UNIT_BYTES[unit];
  return allowed > 0 && lost > 0 && dayFigureSum > 0 ? Math.log2(lost / dayFigureSum) : null;
}

/** The largest unit in which the rows do not add up to more than was used. */
function largestPossible(step: number): DataUnit {
  return UNITS.findLast((unit) => Math.log2(UNIT_BYTES[unit]) - step <= MOST_ABOVE) ?? 'B';
}
