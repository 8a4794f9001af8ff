import {
  type BudgetState,
  BudgetTotal,
  budgetEpoch,
  type CalendarMonth,
  DAY,
  datesOf,
  decideBudgets,
  instantsOf,
  MINUTE,
  monthBefore,
  monthOf,
  type UnixSeconds,
} from '@roamwatch/core';
import type { ReportSnapshot } from '@roamwatch/store';
import type { PollContext } from '../poll/context.js';
import { addCounts } from '../poll/counts.js';
import type { EvaluatedByClock } from '../poll/evaluate.js';
import { reportTransitions } from '../poll/report-transitions.js';
import { type BudgetRecord, readRecord, writeRecord } from './record.js';
import { SpendingByCostCentre } from './spending.js';

/** Between two polls figures change only where eSIMs are polled by themselves. */
const EVALUATED_AT_LEAST_EVERY = 15 * MINUTE;

/** The provider reports the last hours of a month, and its last purchases, some time after its end. */
const LATE_FOR = 3 * DAY;

/**
 * Adds up what was spent and used in the current month, and in the days after its end in the month before, and evaluates
 * every budget by it.
 */
export async function evaluateBudgets(ctx: PollContext): Promise<EvaluatedByClock> {
  const { budgets, receivers, routes, timeZone } = ctx.config;
  const now = ctx.now();
  const month = monthOf(now, timeZone);
  const since = evaluatedSince(ctx, await readRecord(ctx), now);
  const states = budgets.flatMap((rule) =>
    monthsOf(month, since[rule.name] ?? now, timeZone, now).map((one) => ({
      rule,
      period: { month: one, instants: instantsOf(one, timeZone) },
      total: new BudgetTotal(rule),
    })),
  );
  const spending = new SpendingByCostCentre();
  // Two queries per eSIM. Without budgets only the metrics use the result, and they can wait.
  const isWanted = budgets.length > 0 || (ctx.config.http !== null && !(await isCurrent(ctx)));
  if (isWanted) await addUpMonths(ctx, month, states, spending);
  const transitions = await ctx.store.alerts.ofBudgets(epochsOf(states), now, (before) =>
    decideBudgets(states, before, { receivers, routes }, now),
  );
  if (isWanted) await writeRecord(ctx, { at: now, month, since, ...spending.result });
  return {
    counts: addCounts(reportTransitions(ctx, transitions)),
    alerts: new Set(transitions.map(({ alertId }) => alertId)),
  };
}

/** The same, where a month has begun or a while has passed since the last time. Returns the alerts that changed. */
export async function evaluateBudgetsWhenDue(ctx: PollContext): Promise<ReadonlySet<number>> {
  return (await isCurrent(ctx)) ? new Set() : (await evaluateBudgets(ctx)).alerts;
}

async function isCurrent(ctx: PollContext): Promise<boolean> {
  const { budgets, timeZone } = ctx.config;
  const record = await readRecord(ctx);
  const now = ctx.now();
  return (
    record !== null &&
    record.month === monthOf(now, timeZone) &&
    record.at <= now &&
    now - record.at < EVALUATED_AT_LEAST_EVERY &&
    budgets.every(({ name }) => record.since[name] !== undefined)
  );
}

type CountingState = Pick<BudgetState, 'period'> & { readonly total: BudgetTotal };

async function addUpMonths(
  ctx: PollContext,
  month: CalendarMonth,
  states: readonly CountingState[],
  spending: SpendingByCostCentre,
): Promise<void> {
  const { timeZone } = ctx.config;
  const snapshot = await ctx.store.snapshot();
  try {
    for (const one of new Set([month, ...states.map(({ period }) => period.month)])) {
      const counting = states.filter(({ period }) => period.month === one).map(({ total }) => total);
      await addUp(snapshot, one, timeZone, one === month ? [...counting, spending] : counting);
    }
  } finally {
    await snapshot.close();
  }
}

/** The kinds that add up purchases and usage. */
type Counting = Pick<BudgetTotal, 'spend' | 'use'>;

async function addUp(
  snapshot: Pick<ReportSnapshot, 'spent' | 'used'>,
  month: CalendarMonth,
  zone: string,
  counting: readonly Counting[],
): Promise<void> {
  for await (const rows of snapshot.spent(instantsOf(month, zone))) {
    for (const row of rows) for (const total of counting) total.spend(row);
  }
  for await (const rows of snapshot.used(datesOf(month))) {
    for (const row of rows) for (const total of counting) total.use(row);
  }
}

/** The current month, and for some days the one before if the budget was there before it ended. */
function monthsOf(
  month: CalendarMonth,
  since: UnixSeconds,
  zone: string,
  now: UnixSeconds,
): readonly CalendarMonth[] {
  const { from } = instantsOf(month, zone);
  return since < from && now - from < LATE_FOR ? [monthBefore(month), month] : [month];
}

/** When each budget was evaluated first. */
function evaluatedSince(
  { config }: Pick<PollContext, 'config'>,
  record: BudgetRecord | null,
  now: UnixSeconds,
): BudgetRecord['since'] {
  return Object.fromEntries(config.budgets.map(({ name }) => [name, record?.since[name] ?? now]));
}

function epochsOf(states: readonly BudgetState[]): readonly number[] {
  return [...new Set(states.map(({ period }) => budgetEpoch(period.month)))];
}
