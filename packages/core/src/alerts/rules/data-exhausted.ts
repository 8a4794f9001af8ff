import { formatBytes } from '../../usage/size.js';
import type { EsimFacts, Verdict } from '../alert.js';
import type { EvaluationContext } from './context.js';
import { CLEAR_POINTS, dataFigures, leftInWords, percentLeft } from './data-figures.js';
import { measured } from './verdict.js';

export function judgeDataExhausted(facts: EsimFacts, context: EvaluationContext): Verdict {
  const figures = dataFigures(facts, context);
  if (figures.kind !== 'figures') return figures;
  const usedUp = figures.remaining <= 0;
  const outcome = {
    step: usedUp ? 1 : 0,
    severity: usedUp ? ('critical' as const) : null,
    clear: percentLeft(figures) > CLEAR_POINTS,
    nextAt: null,
  };
  return measured(outcome, () => {
    const value = leftInWords(figures);
    const reason = usedUp ? `all of ${formatBytes(figures.allowance)} is used up` : `${value}, not used up`;
    return { value, threshold: '0 B', reason };
  });
}
