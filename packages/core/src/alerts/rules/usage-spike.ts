import { addDays, dateOf, daysBetween } from '../../time/calendar.js';
import type { CalendarDate } from '../../time/instant.js';
import { totalPerDay } from '../../usage/day-totals.js';
import { formatBytes } from '../../usage/size.js';
import type { DayTotal, EsimFacts, Verdict } from '../alert.js';
import type { EvaluationContext } from './context.js';
import type { UsageSpikeRule } from './rule.js';
import { type Step, smallestFirst, stepsOf } from './steps.js';
import { measured, unknown } from './verdict.js';

/** Days before it that a day is compared with, and how many of them must have usage rows. */
const COMPARED_WITH = 7;
const ROWS_NEEDED = 3;

/** How far back a spike is still news: figures come late, and the daemon may have been down over a weekend. */
const NEWS_FOR_DAYS = 3;

/** A later date always ranks above an earlier one, so that each date is told once. */
const RANKS_PER_DATE = 100;
const RANKS_BEGIN = '1970-01-01';

interface Spike extends DayTotal {
  readonly median: number;
  readonly step: Step<number>;
}

const NO_ROWS = unknown('there are no recent usage rows');

export function judgeUsageSpike(rule: UsageSpikeRule, facts: EsimFacts, context: EvaluationContext): Verdict {
  if (facts.days.length === 0) return NO_ROWS;
  const newsFrom = addDays(dateOf(context.now, 'UTC'), -NEWS_FOR_DAYS);
  const lookedAt = addDays(newsFrom, -COMPARED_WITH);
  const totals = totalPerDay(facts.days.filter(({ date }) => date >= lookedAt));
  const spike = newestSpike(rule, totals, newsFrom);
  const outcome = {
    step: spike ? rankOf(spike) : 0,
    severity: spike?.step.severity ?? null,
    clear: !spike,
    nextAt: null,
  };
  return measured(outcome, () => {
    const latest = spike ?? totals.at(-1);
    const value = latest ? `${formatBytes(latest.usedBytes)} on ${latest.date}` : 'no recent usage';
    const [first] = stepsOf(rule, smallestFirst);
    const threshold = `${(spike?.step ?? first)?.limit ?? 0}x and at least ${formatBytes(rule.minimumBytes)}`;
    const usual = spike && `the median of the days before is ${formatBytes(spike.median)}`;
    return { value, threshold, reason: usual ? `${value}, ${usual}` : `${value}, no spike` };
  });
}

function newestSpike(
  rule: UsageSpikeRule,
  totals: readonly DayTotal[],
  newsFrom: CalendarDate,
): Spike | null {
  const steps = stepsOf(rule, smallestFirst);
  for (const day of totals.toReversed()) {
    if (day.date < newsFrom) return null;
    if (day.usedBytes < rule.minimumBytes) continue;
    const median = medianBefore(day.date, totals);
    const step = median === null ? undefined : steps.findLast(({ limit }) => day.usedBytes >= limit * median);
    if (median !== null && step) return { ...day, median, step };
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

function rankOf({ date, step }: Spike): number {
  return daysBetween(RANKS_BEGIN, date) * RANKS_PER_DATE + Math.min(step.rank, RANKS_PER_DATE - 1);
}
