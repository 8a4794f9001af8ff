import type { EsimFacts } from '../../fleet/facts.js';
import { isUnused } from '../../fleet/status.js';
import { isInUse } from '../../usage/in-use.js';
import type { EvaluationContext } from './context.js';
import { type NotApplicable, notApplicable, type Unknown, unknown } from './verdict.js';

/** An eSIM's data, measured by this very cycle. */
export interface DataFigures {
  /** More than zero. */
  readonly allowanceBytes: number;
  /** Negative when more was used than allowed. */
  readonly remainingBytes: number;
}

/** Remaining data, with or without a known allowance. */
export interface RemainingFigures {
  /** More than zero. */
  readonly allowanceBytes: number | null;
  readonly remainingBytes: number;
}

const NOT_FRESH = unknown('no-fresh-reading');
const NO_FIGURES = unknown('no-data-figures');
const NO_ALLOWANCE = unknown('no-allowance-figure');
const NO_REMAINDER = unknown('no-remaining-figure');
const UNLIMITED = notApplicable('unlimited');
const UNSUPPORTED = notApplicable('usage-unsupported');
const PACKAGE_ENDED = notApplicable('package-ended');
const NOT_INSTALLED = notApplicable('not-installed');

/** The figures a rule about what is left of a package needs, or why such a rule does not apply. */
export function dataFigures(
  facts: EsimFacts,
  context: EvaluationContext,
): DataFigures | NotApplicable | Unknown {
  const figures = remainingFigures(facts, context);
  if ('kind' in figures) return figures;
  const { allowanceBytes, remainingBytes } = figures;
  return allowanceBytes === null ? NO_ALLOWANCE : { allowanceBytes, remainingBytes };
}

/** The same for a rule that need not know of how much it is left. */
export function remainingFigures(
  facts: EsimFacts,
  { now }: EvaluationContext,
): RemainingFigures | NotApplicable | Unknown {
  const { reading, epoch } = facts;
  if (facts.unlimited) return UNLIMITED;
  if (!facts.usageCheck) return UNSUPPORTED;
  if (isUnused(facts.status) && !isInUse(reading)) return NOT_INSTALLED;
  if (reading?.packageEndsAt != null && reading.packageEndsAt <= now) return PACKAGE_ENDED;
  if (!facts.fresh || reading === null) return NOT_FRESH;
  const { remainingBytes } = reading;
  const allowanceBytes = reading.allowanceBytes || null;
  if (remainingBytes === null) return allowanceBytes === null ? NO_FIGURES : NO_REMAINDER;
  if (allowanceBytes !== null || remainingBytes > 0) return { allowanceBytes, remainingBytes };
  // Of whatever is used up nothing is left, so the size known before is enough.
  return { allowanceBytes: epoch?.allowanceBytes || null, remainingBytes };
}

export function percentLeft({ remainingBytes, allowanceBytes }: DataFigures): number {
  return (remainingBytes / allowanceBytes) * 100;
}

/**
 * Remaining data that rises within a package is a late or restated reading; it counts as recovery only this
 * many points above the threshold.
 */
export const CLEAR_POINTS = 5;
