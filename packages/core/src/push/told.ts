import { concerns } from '../alerts/rules/concerns.js';
import { moduleOf, type Rule } from '../alerts/rules/registry.js';
import type { EsimFacts } from '../fleet/facts.js';
import { canUseData, hasEnded, isUnused } from '../fleet/status.js';
import type { PolledEsim } from '../polling/polled-esim.js';
import { HOUR, type Seconds } from '../time/instant.js';
import { isStartling } from '../usage/plausible.js';
import type { Reading } from '../usage/usage.js';
import type { EsimEvent, PushedFigures } from './event.js';
import type { ToldFigures } from './push-mark.js';

/** The two sources need not give the end of a package to the second. */
const SAME_END: Seconds = HOUR;

/**
 * True when a usage event is as good as a poll for now: it is about the package that was read last, less is left of it than then but
 * no threshold is reached, and nothing else has changed. What it says then only moves the next poll.
 */
export function standsInForAPoll(event: EsimEvent, esim: PolledEsim, facts: EsimFacts): boolean {
  const { reading } = esim;
  const { figures, status, at } = event;
  if (event.kind !== 'usage' || figures === null || at === null || reading === null) return false;
  if (esim.failingSince !== null || esim.memory === null || isOfAnotherKind(status, facts.status))
    return false;
  const told = asRead({ ...figures, at }, reading);
  if (told === null || isStartling(told, reading)) return false;
  const gone = (reading.remainingBytes ?? 0) - figures.remainingBytes;
  return esim.bytesToThreshold === null || gone < esim.bytesToThreshold;
}

/** The figures of an event as if they had been read; null where it is not about use of the package that was read last. */
export function asRead(
  { allowanceBytes, remainingBytes, endsAt, at }: Omit<ToldFigures, 'reaches'>,
  reading: Reading,
): Reading | null {
  if (reading.allowanceBytes !== allowanceBytes || reading.remainingBytes === null) return null;
  if (remainingBytes > reading.remainingBytes || at <= reading.at) return null;
  const { packageEndsAt } = reading;
  if (endsAt !== null && packageEndsAt !== null && Math.abs(endsAt - packageEndsAt) > SAME_END) return null;
  return { ...reading, at, remainingBytes };
}

/** True when a status says something else than the one that is known: the words of events and lists differ. */
function isOfAnotherKind(status: string | null, known: string): boolean {
  if (status === null || status === known) return false;
  return (
    hasEnded(status) !== hasEnded(known) ||
    canUseData(status) !== canUseData(known) ||
    isUnused(status) !== isUnused(known)
  );
}

/** Whether figures reach a threshold of a data rule that the last reading had not reached: then every minute counts. */
export function reachesThreshold(figures: PushedFigures, facts: EsimFacts, rules: readonly Rule[]): boolean {
  const { reading, unlimited, usageCheck } = facts;
  if (unlimited || !usageCheck) return false;
  const isKnown = reading?.allowanceBytes === figures.allowanceBytes && reading.remainingBytes !== null;
  const before = isKnown ? (reading.remainingBytes ?? 0) : Number.POSITIVE_INFINITY;
  return rules
    .filter((rule) => concerns(rule, facts))
    .flatMap((rule) => moduleOf(rule).bytesAtThresholds(rule, figures.allowanceBytes))
    .some((limit) => figures.remainingBytes <= limit && before > limit);
}
