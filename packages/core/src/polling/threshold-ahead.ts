import { concerns, type Subject } from '../alerts/rules/concerns.js';
import { moduleOf, type Rule } from '../alerts/rules/registry.js';
import type { EsimFacts } from '../fleet/facts.js';
import { isUnused } from '../fleet/status.js';
import { isInUse } from '../usage/in-use.js';

/** Bytes that may still be used before the next threshold of a data rule is reached; null when none is ahead. */
export function bytesToNextThreshold(
  rules: readonly Rule[],
  facts: Subject & Pick<EsimFacts, 'reading' | 'unlimited' | 'usageCheck'>,
): number | null {
  const { reading } = facts;
  if (
    facts.unlimited ||
    (isUnused(facts.status) && !isInUse(reading)) ||
    !facts.usageCheck ||
    !reading?.allowanceBytes ||
    reading.remainingBytes === null
  ) {
    return null;
  }
  const { allowanceBytes, remainingBytes } = reading;
  const distances = rules
    .filter((rule) => concerns(rule, facts))
    .flatMap((rule) => moduleOf(rule).bytesAtThresholds(rule, allowanceBytes))
    .map((limit) => remainingBytes - limit)
    .filter((distance) => distance > 0);
  return distances.length === 0 ? null : Math.ceil(Math.min(...distances));
}
