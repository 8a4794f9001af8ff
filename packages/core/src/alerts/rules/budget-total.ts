import { type Decimal, formatDecimal, ZERO } from '../../money/decimal.js';
import { MoneyTotal, signedPrice } from '../../money/money.js';
import type { PurchaseRow } from '../../reporting/rows.js';
import type { BudgetLimit, BudgetRule, CountedSpending } from './budget.js';
import { concerns, type Subject } from './concerns.js';

/** A purchase with the eSIM it was made for. */
export type SpentRow = Subject & Pick<PurchaseRow, 'price' | 'currency' | 'type'>;

/** The usage of an eSIM while it was assigned to somebody. */
export interface UsedRow extends Subject {
  readonly usedBytes: number;
}

/** Adds up what counts for a budget. */
export class BudgetTotal implements CountedSpending {
  readonly #rule: Pick<BudgetRule, 'match' | 'limit'>;
  readonly #spent = new MoneyTotal();
  #used = 0n;
  #withoutCurrency = 0;

  constructor(rule: Pick<BudgetRule, 'match' | 'limit'>) {
    this.#rule = rule;
  }

  /** Of which of the two the budget is. */
  get isOfData(): boolean {
    return isOfData(this.#rule.limit);
  }

  spend(row: SpentRow): void {
    if (this.isOfData || !concerns(this.#rule, row)) return;
    const currency = row.currency.trim().toUpperCase();
    if (currency === '') this.#withoutCurrency += 1;
    else this.#spent.add(currency, signedPrice(row));
  }

  use(row: UsedRow): void {
    if (this.isOfData && concerns(this.#rule, row)) this.#used += BigInt(row.usedBytes);
  }

  get counted(): Decimal {
    const { limit } = this.#rule;
    if ('bytes' in limit) return { units: this.#used, scale: 0 };
    return this.#spent.nonZero.find(([currency]) => currency === limit.currency)?.[1] ?? ZERO;
  }

  get otherCurrencies(): Readonly<Record<string, string>> {
    const { limit } = this.#rule;
    if ('bytes' in limit) return {};
    const others = this.#spent.nonZero.filter(([currency]) => currency !== limit.currency);
    return Object.fromEntries(others.map(([currency, amount]) => [currency, formatDecimal(amount)]));
  }

  get uncounted(): number {
    return this.#spent.unpriced + this.#withoutCurrency;
  }
}

export function isOfData(limit: BudgetLimit): limit is Extract<BudgetLimit, { bytes: number }> {
  return 'bytes' in limit;
}
