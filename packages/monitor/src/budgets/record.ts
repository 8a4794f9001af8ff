import type { CalendarMonth, UnixSeconds } from '@roamwatch/core';
import type { Store } from '@roamwatch/store';
import type { CostCentreSpending } from './spending.js';

/** The stored state of the last evaluation of budgets. */
export interface BudgetRecord {
  readonly at: UnixSeconds;
  readonly month: CalendarMonth;
  /** By name of the budget: when it was evaluated first. */
  readonly since: Readonly<Record<string, UnixSeconds>>;
  /** Of the month until then. */
  readonly costCentres: readonly CostCentreSpending[];
}

const KEY = 'budgets';

interface RecordContext {
  readonly store: Pick<Store, 'settings'>;
}

/** Null before the first evaluation. */
export async function readRecord({ store }: RecordContext): Promise<BudgetRecord | null> {
  return ((await store.settings.get(KEY)) as BudgetRecord | undefined) ?? null;
}

export async function writeRecord({ store }: RecordContext, record: BudgetRecord): Promise<void> {
  await store.settings.set(KEY, record);
}
