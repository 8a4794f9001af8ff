import { counted } from '../wording/counted.js';
import { isClear } from './allowance-evidence.js';
import { type DataUnit, UNIT_BYTES } from './unit.js';
import type { UnitEvidence, UnitFinding } from './unit-evidence.js';

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/**
 * Rows that add up to less than was used are ordinary (lag, days that dropped out); to this many doublings more, lag
 * of the allowance can explain it; beyond, it cannot be.
 */
const MOST_ABOVE = 0.5;

/** Rows that add up to less than a sixteenth of what was used are no answer. */
const SURE_WITHIN = 4;

const UNCHECKED: UnitFinding = {
  unit: 'KB',
  evidence: 'assumed from the API documentation; not verified yet, because no eSIM has used data',
  overturns: false,
};

/**
 * The unit in which the daily rows add up to what the allowances lost: the median over the fleet, because a
 * single eSIM can mislead by lag, rounding or days that dropped out.
 */
export function dailyUnitByConsumption(
  evidence: readonly UnitEvidence[],
  allowanceUnitOf: (one: UnitEvidence) => DataUnit | null,
): UnitFinding {
  const steps = evidence
    .map((one) => stepOf(one, allowanceUnitOf(one)))
    .filter((step) => step !== null)
    .sort((a, b) => a - b);
  const median = steps[Math.floor(steps.length / 2)];
  if (median === undefined) return UNCHECKED;

  const unit = largestPossible(median);
  if (Math.abs(median - Math.log2(UNIT_BYTES[unit])) > SURE_WITHIN) {
    return {
      ...UNCHECKED,
      evidence: `assumed until daily usage and remaining data agree: they match in no unit (${counted(steps.length, 'eSIM')})`,
    };
  }
  const agreeing = steps.filter((step) => largestPossible(step) === unit).length;
  const share = (2 ** (Math.log2(UNIT_BYTES[unit]) - median)).toFixed(2);
  return {
    unit,
    evidence: `with ${unit}, daily usage is ${share} times the drop in remaining data (${agreeing} of ${counted(steps.length, 'eSIM')})`,
    overturns: isClear(agreeing, steps.length),
  };
}

/** The binary logarithm of the bytes that one daily figure represents; null when there is nothing to compare. */
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
