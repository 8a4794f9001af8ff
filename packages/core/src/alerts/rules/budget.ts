import { type Decimal, formatDecimal, parseDecimal, rescale, ZERO } from '../../money/decimal.js';
import { DAY, type UnixSeconds } from '../../time/instant.js';
import type { CalendarMonth, InstantRange } from '../../time/month.js';
import type { EsimMatch } from '../match.js';
import { coversBySeverity } from '../severity.js';
import type { FindingOf, Threshold } from './finding.js';
import type { AlertKind, RuleBase } from './rule-module.js';
import { smallestFirst, thresholdsOf } from './thresholds.js';
import type { Measured } from './verdict.js';

/** The amount that may be spent or used in a period. The amount is decimal text, other currencies are not counted. */
export type BudgetLimit = { readonly amount: string; readonly currency: string } | { readonly bytes: number };

/** The cost or usage of all eSIMs that match in a calendar month. */
export interface BudgetRule extends RuleBase {
  readonly type: 'budget';
  readonly period: 'month';
  readonly limit: BudgetLimit;
  /** Shares of the limit in percent; above 100 as well. */
  readonly warning: readonly number[];
  readonly critical: readonly number[];
}

export interface BudgetThreshold extends Threshold {
  readonly percent: number;
}

/** The amount spent or used of a budget, for one period and party. */
export interface BudgetFigures {
  readonly month: CalendarMonth;
  /** Which eSIMs count; empty: all. */
  readonly match: EsimMatch;
  readonly limit: BudgetLimit;
  /** In what the limit is in: decimal text of its currency, or bytes. */
  readonly spent: string;
  /** The forecast for the end of the month at the pace so far; null on its first day. */
  readonly forecast: string | null;
  /** Purchases in other currencies, which are not counted: currency to decimal text. */
  readonly otherCurrencies: Readonly<Record<string, string>>;
  /** Purchases without a readable price or currency, which are not counted. */
  readonly uncounted: number;
}

export type BudgetFinding = FindingOf<'budget', BudgetFigures, BudgetThreshold>;

/** So many points below its lowest threshold a budget counts as kept again. */
const CLEAR_POINTS = 5;

/** A forecast from less would be a guess. */
const FORECAST_AFTER = DAY;

export const budget: AlertKind<BudgetFinding> = {
  type: 'budget',
  recovery: { clearReadings: 1, about: 'month' },
  urgency: 9,
  helpedByTopUp: false,
  mutedBy: null,
  covers: ({ measured, reached: before }, { reached }) =>
    coversBySeverity(before.severity, reached.severity, () => {
      const highest = Math.max(before.percent, measured === null ? 0 : percentSpent(measured));
      return highest >= reached.percent;
    }),
};

/** The period a budget is judged for. */
export interface BudgetPeriod {
  readonly month: CalendarMonth;
  /** When it begins and ends in the time zone of the configuration. */
  readonly instants: InstantRange;
}

/** The amount spent or used of a budget so far, by all that match. */
export interface CountedSpending {
  /** In the currency of the limit, or in bytes. */
  readonly counted: Decimal;
  /** Currency to decimal text. */
  readonly otherCurrencies: Readonly<Record<string, string>>;
  /** Purchases without a readable price or without a currency. */
  readonly uncounted: number;
}

/** How a budget evaluates what was spent or used in a period so far. */
export function judgeBudget(
  rule: BudgetRule,
  total: CountedSpending,
  { month, instants }: BudgetPeriod,
  now: UnixSeconds,
): Measured<BudgetFinding> {
  const thresholds = thresholdsOf(rule, asPercents);
  const spent = total.counted;
  const limit = limitOf(rule.limit);
  const reached = thresholds.findLast(({ threshold }) => isReached(spent, limit, threshold.percent));
  const next = thresholds.find(({ rank }) => rank > (reached?.rank ?? 0));
  const lowest = Math.min(...thresholds.map(({ threshold }) => threshold.percent));
  const forecast = atTheEnd(spent, limit.scale, instants, now);
  return {
    kind: 'measured',
    rank: reached?.rank ?? 0,
    clear: reached === undefined && !isReached(spent, limit, Math.max(0, lowest - CLEAR_POINTS)),
    finding: {
      kind: 'budget',
      measured: {
        month,
        match: rule.match ?? {},
        limit: rule.limit,
        spent: formatDecimal(spent),
        forecast: forecast === null ? null : formatDecimal(forecast),
        otherCurrencies: total.otherCurrencies,
        uncounted: total.uncounted,
      },
      reached: reached?.threshold ?? null,
      next: next?.threshold ?? null,
      nextAt: null,
    },
  };
}

/** How much of the limit, in percent. */
export function percentSpent({ spent, limit }: Pick<BudgetFigures, 'spent' | 'limit'>): number {
  const whole = limitOf(limit);
  const part = parseDecimal(spent) ?? ZERO;
  const scale = Math.max(whole.scale, part.scale);
  const units = rescale(whole, scale).units;
  return units === 0n ? 0 : Number((rescale(part, scale).units * 1_000_000n) / units) / 10_000;
}

function asPercents(percents: readonly number[]): readonly { readonly percent: number }[] {
  return smallestFirst(percents).map((percent) => ({ percent }));
}

function limitOf(limit: BudgetLimit): Decimal {
  if ('bytes' in limit) return { units: BigInt(limit.bytes), scale: 0 };
  return parseDecimal(limit.amount) ?? ZERO;
}

/** Exactly: `spent` × 100 ≥ `limit` × `percent`. */
function isReached(spent: Decimal, limit: Decimal, percent: number): boolean {
  const share = parseDecimal(String(percent)) ?? ZERO;
  const threshold = { units: limit.units * share.units, scale: limit.scale + share.scale };
  const scale = Math.max(threshold.scale, spent.scale);
  return rescale(spent, scale).units * 100n >= rescale(threshold, scale).units;
}

/** As if it went on as it went so far, rounded half up to the digits that amounts have. */
function atTheEnd(
  spent: Decimal,
  digits: number,
  { from, to }: InstantRange,
  now: UnixSeconds,
): Decimal | null {
  if (now >= to) return spent;
  if (now - from < FORECAST_AFTER) return null;
  const { units, scale } = rescale(spent, digits);
  const elapsed = BigInt(now - from);
  const whole = units * BigInt(to - from);
  const half = whole < 0n ? -elapsed : elapsed;
  return { units: (whole * 2n + half) / (elapsed * 2n), scale };
}
