import { formatBytes, formatPercent } from '../../usage/size.js';
import type { EsimFacts, Verdict } from '../alert.js';
import type { EvaluationContext } from './context.js';
import { notApplicable, unknown } from './verdict.js';

/** An eSIM's data, measured by this very cycle. */
export interface DataFigures {
  readonly kind: 'figures';
  /** More than zero. */
  readonly allowance: number;
  readonly remaining: number;
}

const NO_ALLOWANCE = notApplicable('it has no data allowance to take a share of');
const NOT_FRESH = unknown('there is no fresh reading');
const UNLIMITED = notApplicable('its data is unlimited');
const UNSUPPORTED = notApplicable('the provider does not support usage checks for it');
const OVER = notApplicable('its package is over');

/** The figures every rule about data needs, or why such a rule has nothing to say. */
export function dataFigures(facts: EsimFacts, { now }: EvaluationContext): DataFigures | Verdict {
  const { reading } = facts;
  if (facts.unlimited) return UNLIMITED;
  if (!facts.usageCheck) return UNSUPPORTED;
  if (reading?.packageEndsAt != null && reading.packageEndsAt <= now) return OVER;
  if (!facts.fresh || reading === null) return NOT_FRESH;
  const { allowanceBytes, remainingBytes } = reading;
  if (allowanceBytes === null || allowanceBytes <= 0 || remainingBytes === null) return NO_ALLOWANCE;
  return { kind: 'figures', allowance: allowanceBytes, remaining: remainingBytes };
}

export function percentLeft({ remaining, allowance }: DataFigures): number {
  return (remaining / allowance) * 100;
}

/** "104 MB of 1 GB left (10.2 %)". */
export function leftInWords(figures: DataFigures): string {
  const left = `${formatBytes(figures.remaining)} of ${formatBytes(figures.allowance)} left`;
  return `${left} (${formatPercent(percentLeft(figures))})`;
}

/**
 * Remaining data that rises within a package is a late or restated reading; it counts as recovery only this
 * many points above the limit.
 */
export const CLEAR_POINTS = 5;
