import type { EsimFacts } from '../../fleet/facts.js';
import { DAY, type UnixSeconds } from '../../time/instant.js';
import type { Evaluation } from '../alert.js';
import { moduleOf, type Rule } from '../rules/registry.js';
import { nextByClock } from './next-by-clock.js';

/**
 * Until when further readings with the same figures change no alert, so that nobody need evaluate them. Null when
 * every reading has to be evaluated: an alert is there, or a forecast is near.
 *
 * It applies as long as the rules and everything else in `facts` stay as they are. What the rules look back on is
 * counted in UTC days, so no answer reaches beyond the day.
 */
export function quietUntil(
  rules: readonly Rule[],
  facts: EsimFacts,
  evaluations: readonly Evaluation[],
  now: UnixSeconds,
): UnixSeconds | null {
  if (evaluations.some(({ alert, decision }) => alert !== null || decision.kind !== 'leave')) return null;
  if (rules.some((rule) => moduleOf(rule).dependsOnEveryReading(rule, facts))) return null;
  const endOfDay = (Math.floor(now / DAY) + 1) * DAY;
  return Math.min(endOfDay, nextByClock(evaluations, now));
}
