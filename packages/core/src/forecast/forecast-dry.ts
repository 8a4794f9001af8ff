import type { EsimFacts } from '../fleet/facts.js';
import { addDays, dateOf, daysBetween } from '../time/calendar.js';
import { DAY, HOUR, type Seconds, type UnixSeconds } from '../time/instant.js';
import { daysFrom, totalPerDay } from '../usage/day-totals.js';

/** When an eSIM runs out of data at its present pace. */
export interface Forecast {
  /** Null when it used nothing, or as good as nothing; not before the reading. */
  readonly dryAt: UnixSeconds | null;
  readonly bytesPerDay: number;
  readonly evidence: ForecastEvidence;
}

/** The consumption that a forecast follows from. */
export interface ForecastEvidence {
  readonly source: 'readings' | 'daily usage';
  /** The time in which the consumption was observed. */
  readonly over: Seconds;
  /** Readings compared, or days with usage. */
  readonly samples: number;
}

type ForecastFacts = Pick<EsimFacts, 'reading' | 'days' | 'earlierReadings'>;
type Rate = Omit<Forecast, 'dryAt'>;

/** What lasts longer at the present pace is as good as not used. No calendar reaches as far as some of it would last. */
const FOR_EVER: Seconds = 100 * 365 * DAY;

const READINGS_FOR: Seconds = DAY;
const MIN_READINGS = 3;
const MIN_SPAN = 6 * HOUR;
/** Readings that span most of a day show its whole rhythm and are then better evidence than the days before. */
const WHOLE_RHYTHM = 18 * HOUR;
const DAYS_LOOKED_AT = 3;
const MIN_DAYS = 2;

/**
 * Projects remaining data on the consumption of the last day by readings where they span most of it, otherwise
 * on the last full days, otherwise on a shorter run of readings. Null while there is too little evidence.
 */
export function forecastDry(facts: ForecastFacts, now: UnixSeconds): Forecast | null {
  const { reading } = facts;
  if (!reading || reading.remainingBytes === null || reading.at > now) return null;
  const byReadings = rateByReadings(facts);
  const rate =
    byReadings && byReadings.evidence.over >= WHOLE_RHYTHM ? byReadings : (rateByDays(facts) ?? byReadings);
  if (!rate) return null;
  const lasts = (Math.max(0, reading.remainingBytes) / rate.bytesPerDay) * DAY;
  return { dryAt: lasts <= FOR_EVER ? Math.round(reading.at + lasts) : null, ...rate };
}

function rateByReadings({ reading, earlierReadings }: ForecastFacts): Rate | null {
  if (!reading || reading.remainingBytes === null) return null;
  let first: { readonly at: UnixSeconds; readonly remaining: number } | null = null;
  let samples = 1;
  for (const { at, remainingBytes } of earlierReadings) {
    if (remainingBytes === null || at >= reading.at || at < reading.at - READINGS_FOR) continue;
    first ??= { at, remaining: remainingBytes };
    samples++;
  }
  if (!first || samples < MIN_READINGS || reading.at - first.at < MIN_SPAN) return null;
  const over = reading.at - first.at;
  const used = Math.max(0, first.remaining - reading.remainingBytes);
  return { bytesPerDay: (used / over) * DAY, evidence: { source: 'readings', over, samples } };
}

/** The last full days, by UTC date; a day without a row between two with one was a day without usage. */
function rateByDays({ reading, days }: ForecastFacts): Rate | null {
  const [firstDay] = days;
  if (!reading || !firstDay) return null;
  const today = dateOf(reading.at, 'UTC');
  const from = later(addDays(today, -DAYS_LOOKED_AT), firstDay.date);
  const full = totalPerDay(daysFrom(days, from).filter(({ date }) => date < today));
  if (full.length < MIN_DAYS) return null;
  const count = daysBetween(from, today);
  const used = full.reduce((sum, { usedBytes }) => sum + usedBytes, 0);
  return {
    bytesPerDay: used / count,
    evidence: { source: 'daily usage', over: count * DAY, samples: full.length },
  };
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

/**
 * The fastest use, in bytes a day, that any forecast can read out of these figures until the UTC day ends, however
 * often the same figures are read again.
 */
export function fastestUse(facts: ForecastFacts): number {
  const { reading, earlierReadings } = facts;
  if (!reading || reading.remainingBytes === null) return 0;
  let fastest = rateByDays(facts)?.bytesPerDay ?? 0;
  for (const { at, remainingBytes } of earlierReadings) {
    if (remainingBytes === null || at < reading.at - READINGS_FOR) continue;
    const over = Math.max(MIN_SPAN, reading.at - at);
    fastest = Math.max(fastest, ((remainingBytes - reading.remainingBytes) / over) * DAY);
  }
  return fastest;
}
