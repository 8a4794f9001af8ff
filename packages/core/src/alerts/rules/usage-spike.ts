import { addDays, dateOf, daysBetween } from '../../time/calendar.js';
import type { CalendarDate } from '../../time/instant.js';
import { daysFrom, totalPerDay } from '../../usage/day-totals.js';
import type { DayTotal } from '../../usage/usage.js';
import { coversBySeverity } from '../severity.js';
import type { FindingOf, Threshold } from './finding.js';
import { notAboutData, sameForSameFigures } from './foresight.js';
import { EVENT, NO_HISTORY, type RuleBase, type RuleModule } from './rule-module.js';
import { type Ranked, smallestFirst, thresholdsOf } from './thresholds.js';
import { unknown } from './verdict.js';

/** A day's usage at or above a multiple of the median of the 7 days before. */
export interface UsageSpikeRule extends RuleBase {
  readonly type: 'usage-spike';
  readonly warning: readonly number[];
  readonly critical: readonly number[];
  /** A day below this is never a spike. */
  readonly minimumBytes: number;
}

export interface SpikeFigures {
  /** The day of the spike, else the last one known; null when none is. */
  readonly day: DayTotal | null;
  /** Of the days before it; null where it is no spike. */
  readonly medianBytes: number | null;
  readonly minimumBytes: number;
}

export interface SpikeThreshold extends Threshold {
  readonly times: number;
  /** The day on which it was reached: each day is an event. Null while it is not. */
  readonly date: CalendarDate | null;
}

export type UsageSpikeFinding = FindingOf<'usage-spike', SpikeFigures, SpikeThreshold>;

/** Days before it that a day is compared with, and how many of them must have usage rows. */
const COMPARED_WITH = 7;
const ROWS_NEEDED = 3;

/** Days for which a spike is still notified: figures come late, and the daemon may have been down over a weekend. */
const NOTIFIED_FOR_DAYS = 3;

/** A later date always ranks above an earlier one, so that each date is notified once. */
const RANKS_PER_DATE = 100;
const RANKS_BEGIN = '1970-01-01';

const NO_ROWS = unknown('no-recent-usage');

export const usageSpike: RuleModule<UsageSpikeRule, UsageSpikeFinding> = {
  type: 'usage-spike',
  recovery: EVENT,
  urgency: 7,
  helpedByTopUp: false,
  mutedBy: null,
  history: { ...NO_HISTORY, days: NOTIFIED_FOR_DAYS + COMPARED_WITH },
  looksBack: {
    days: NOTIFIED_FOR_DAYS,
    isFurther: ({ minimumBytes }, days) =>
      totalPerDay(days).some(({ usedBytes }) => usedBytes >= minimumBytes),
  },
  // Usage proves an installation that the status does not show yet.
  beforeInstallation: true,
  byLastReading: false,

  judge(rule, { days }, { now }) {
    if (days.length === 0) return NO_ROWS;
    const notifiedFrom = addDays(dateOf(now, 'UTC'), -NOTIFIED_FOR_DAYS);
    const from = addDays(notifiedFrom, -COMPARED_WITH);
    const totals = totalPerDay(daysFrom(days, from));
    const spike = newestSpike(rule, totals, notifiedFrom);
    return {
      kind: 'measured',
      rank: spike ? rankOf(spike) : 0,
      clear: !spike,
      finding: {
        kind: 'usage-spike',
        measured: {
          day: spike?.day ?? totals.at(-1) ?? null,
          medianBytes: spike?.medianBytes ?? null,
          minimumBytes: rule.minimumBytes,
        },
        reached: spike ? { ...spike.ranked.threshold, date: spike.day.date } : null,
        next: ranked(rule).find(({ rank }) => rank > (spike?.ranked.rank ?? 0))?.threshold ?? null,
        nextAt: null,
      },
    };
  },

  covers({ measured, reached: before }, { reached }) {
    if (before.date !== reached.date) return (before.date ?? '') > (reached.date ?? '');
    return coversBySeverity(
      before.severity,
      reached.severity,
      () => highestTimes(measured, before) >= reached.times,
    );
  },

  foresee: () => null,
  bytesAtThresholds: notAboutData,
  dependsOnEveryReading: sameForSameFigures,
};

interface Spike {
  readonly day: DayTotal;
  readonly medianBytes: number;
  readonly ranked: Ranked<SpikeThreshold>;
}

function ranked(rule: UsageSpikeRule): readonly Ranked<SpikeThreshold>[] {
  return thresholdsOf(rule, timesInOrder);
}

function timesInOrder(values: readonly number[]): readonly { readonly times: number; readonly date: null }[] {
  return smallestFirst(values).map((times) => ({ times, date: null }));
}

function newestSpike(
  rule: UsageSpikeRule,
  totals: readonly DayTotal[],
  notifiedFrom: CalendarDate,
): Spike | null {
  for (const day of totals.toReversed()) {
    if (day.date < notifiedFrom) return null;
    if (day.usedBytes < rule.minimumBytes) continue;
    const medianBytes = medianBefore(day.date, totals);
    if (medianBytes === null) continue;
    const reached = ranked(rule).findLast(({ threshold }) => day.usedBytes >= threshold.times * medianBytes);
    if (reached) return { day, medianBytes, ranked: reached };
  }
  return null;
}

/** Null with fewer than three rows to compare with. */
function medianBefore(date: CalendarDate, totals: readonly DayTotal[]): number | null {
  const from = addDays(date, -COMPARED_WITH);
  const before = totals.filter((day) => day.date >= from && day.date < date).map((day) => day.usedBytes);
  if (before.length < ROWS_NEEDED) return null;
  const sorted = before.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : Math.round((upper + (sorted[middle - 1] ?? upper)) / 2);
}

function rankOf({ day, ranked: { rank } }: Spike): number {
  return daysBetween(RANKS_BEGIN, day.date) * RANKS_PER_DATE + Math.min(rank, RANKS_PER_DATE - 1);
}

/** How many times the median people were notified of. */
function highestTimes(measured: SpikeFigures | null, { times }: SpikeThreshold): number {
  const { day = null, medianBytes = null } = measured ?? {};
  if (day === null || medianBytes === null) return times;
  return medianBytes === 0 ? Number.POSITIVE_INFINITY : Math.max(times, day.usedBytes / medianBytes);
}
