import { forecastDry } from '../../forecast/forecast-dry.js';
import { DAY, type UnixSeconds } from '../../time/instant.js';
import type { EsimFacts, Verdict } from '../alert.js';
import { nextLimitBytes } from '../rules/data-low.js';
import type { Rule } from '../rules/rule.js';

/** When the next step of a rule will be reached, and by what it is told. */
export interface Foresight {
  readonly at: UnixSeconds;
  /** `clock`: it will be, unless something changes. `forecast`: if data goes on being used as it was. */
  readonly by: 'clock' | 'forecast';
}

/**
 * When a rule would fire next; null when that cannot be told, or it will not before the package ends. `verdict` is
 * what the rule says now.
 */
export function foresee(rule: Rule, facts: EsimFacts, verdict: Verdict, now: UnixSeconds): Foresight | null {
  if (verdict.kind !== 'measured') return null;
  if (rule.type === 'data-low' || rule.type === 'data-exhausted')
    return byUse(rule, facts, verdict.step, now);
  if (verdict.nextAt === null) return null;
  return { at: verdict.nextAt, by: rule.type === 'data-forecast' ? 'forecast' : 'clock' };
}

function byUse(
  rule: Extract<Rule, { type: 'data-low' | 'data-exhausted' }>,
  facts: EsimFacts,
  rank: number,
  now: UnixSeconds,
): Foresight | null {
  const { reading } = facts;
  const forecast = forecastDry(facts, now);
  if (!reading?.allowanceBytes || reading.remainingBytes === null || !forecast?.dryAt) return null;
  const limit = limitOf(rule, reading.allowanceBytes, rank);
  if (limit === null) return null;
  const at = Math.round(reading.at + ((reading.remainingBytes - limit) / forecast.bytesPerDay) * DAY);
  const isBeforeTheEnd = reading.packageEndsAt === null || at < reading.packageEndsAt;
  return isBeforeTheEnd ? { at: Math.max(at, now), by: 'forecast' } : null;
}

function limitOf(rule: Parameters<typeof byUse>[0], allowance: number, rank: number): number | null {
  if (rule.type === 'data-low') return nextLimitBytes(rule, allowance, rank);
  return rank === 0 ? 0 : null;
}
