import type { EsimFacts } from '../../fleet/facts.js';
import { forecastDry } from '../../forecast/forecast-dry.js';
import { DAY, type UnixSeconds } from '../../time/instant.js';
import type { AnyFinding } from './finding.js';
import type { Foresight } from './rule-module.js';

/** For rules whose next threshold comes by the clock. */
export function byClock(_rule: unknown, _facts: EsimFacts, { nextAt }: AnyFinding): Foresight | null {
  return nextAt === null ? null : { at: nextAt, by: 'clock' };
}

/** When so much is left as is used now; null when that is unknown, or it will not be before the package ends. */
export function whenLeft(bytes: number | undefined, facts: EsimFacts, now: UnixSeconds): Foresight | null {
  const { reading } = facts;
  const forecast = forecastDry(facts, now);
  if (bytes === undefined || !reading || reading.remainingBytes === null || !forecast?.dryAt) return null;
  const at = Math.round(reading.at + ((reading.remainingBytes - bytes) / forecast.bytesPerDay) * DAY);
  const isBeforeTheEnd = reading.packageEndsAt === null || at < reading.packageEndsAt;
  return isBeforeTheEnd ? { at: Math.max(at, now), by: 'forecast' } : null;
}

/** For rules that are not about data. */
export function notAboutData(): readonly number[] {
  return [];
}

/** For rules whose result for the same figures changes only with the clock or a new day. */
export function sameForSameFigures(): boolean {
  return false;
}
