import type { EsimFacts } from '../alerts/alert.js';
import { nextLimitBytes } from '../alerts/rules/data-low.js';
import { concerns, type Subject } from '../alerts/rules/judge.js';
import type { Rule } from '../alerts/rules/rule.js';
import { isUnused } from '../fleet/status.js';

/** Bytes that may still be used before the next limit of a data rule is reached; null when none lies ahead. */
export function bytesToNextLimit(
  rules: readonly Rule[],
  facts: Subject & Pick<EsimFacts, 'reading' | 'unlimited' | 'usageCheck'>,
): number | null {
  const { reading } = facts;
  if (
    facts.unlimited ||
    isUnused(facts.status) ||
    !facts.usageCheck ||
    !reading?.allowanceBytes ||
    reading.remainingBytes === null
  ) {
    return null;
  }
  const { allowanceBytes, remainingBytes } = reading;
  const distances = rules
    .filter((rule) => concerns(rule, facts))
    .flatMap((rule) => limitsOf(rule, allowanceBytes))
    .map((limit) => remainingBytes - limit)
    .filter((distance) => distance > 0);
  return distances.length === 0 ? null : Math.ceil(Math.min(...distances));
}

function limitsOf(rule: Rule, allowance: number): readonly number[] {
  if (rule.type === 'data-exhausted') return [0];
  if (rule.type !== 'data-low') return [];
  const limits: number[] = [];
  for (let rank = 0; ; rank++) {
    const limit = nextLimitBytes(rule, allowance, rank);
    if (limit === null) return limits;
    limits.push(limit);
  }
}
