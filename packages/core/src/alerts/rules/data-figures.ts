import type { EsimFacts } from '../../fleet/facts.js';
import type { EvaluationContext } from './context.js';
import { type NotApplicable, notApplicable, type Unknown, unknown } from './verdict.js';

/** An eSIM's data, measured by this very cycle. */
export interface DataFigures {
  /** More than zero. */
  readonly allowanceBytes: number;
  readonly remainingBytes: number;
}

const NO_ALLOWANCE = notApplicable('no-allowance');
const NOT_FRESH = unknown('no-fresh-reading');
const UNLIMITED = notApplicable('unlimited');
const UNSUPPORTED = notApplicable('usage-unsupported');
const PACKAGE_ENDED = notApplicable('package-ended');

/** The figures every rule about data needs, or why such a rule has nothing to say. */
export function dataFigures(
  facts: EsimFacts,
  { now }: EvaluationContext,
): DataFigures | NotApplicable | Unknown {
  const { reading } = facts;
  if (facts.unlimited) return UNLIMITED;
  if (!facts.usageCheck) return UNSUPPORTED;
  if (reading?.packageEndsAt != null && reading.packageEndsAt <= now) return PACKAGE_ENDED;
  if (!facts.fresh || reading === null) return NOT_FRESH;
  const { allowanceBytes, remainingBytes } = reading;
  if (allowanceBytes === null || allowanceBytes <= 0 || remainingBytes === null) return NO_ALLOWANCE;
  return { allowanceBytes, remainingBytes };
}

export function percentLeft({ remainingBytes, allowanceBytes }: DataFigures): number {
  return (remainingBytes / allowanceBytes) * 100;
}

/**
 * Remaining data that rises within a package is a late or restated reading; it counts as recovery only this
 * many points above the threshold.
 */
export const CLEAR_POINTS = 5;
