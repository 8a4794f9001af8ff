import { fastestUse } from '../../forecast/forecast-dry.js';
import { DAY, type UnixSeconds } from '../../time/instant.js';
import type { EsimFacts, Evaluation } from '../alert.js';
import type { DataForecastRule, Rule } from '../rules/rule.js';
import { nextByClock } from './next-by-clock.js';

/**
 * Until when further readings with the same figures change no alert, so that nobody need evaluate them. Null when
 * every reading has to be looked at: an alert is there, or a forecast is near.
 *
 * It holds as long as the rules and everything else in `facts` stay as they are. What the rules look back on is
 * counted in UTC days, so no answer reaches beyond the day.
 */
export function quietUntil(
  rules: readonly Rule[],
  facts: EsimFacts,
  evaluations: readonly Evaluation[],
  now: UnixSeconds,
): UnixSeconds | null {
  if (evaluations.some(({ alert, decision }) => alert !== null || decision.kind !== 'leave')) return null;
  if (rules.some((rule) => rule.type === 'data-forecast' && mayComeNear(rule, facts))) return null;
  const endOfDay = (Math.floor(now / DAY) + 1) * DAY;
  return Math.min(endOfDay, nextByClock(evaluations, now));
}

function mayComeNear({ warning, critical }: DataForecastRule, facts: EsimFacts): boolean {
  const remaining = facts.reading?.remainingBytes ?? null;
  return remaining !== null && remaining <= (fastestUse(facts) / DAY) * Math.max(...warning, ...critical);
}
