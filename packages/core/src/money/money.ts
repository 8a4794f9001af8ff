import { isRefund } from '../purchases/refund.js';
import type { PurchaseRow } from '../reporting/rows.js';
import { addDecimals, type Decimal, formatDecimal, negateDecimal, parseDecimal } from './decimal.js';

/** The fields that determine a signed price. */
type Priced = Pick<PurchaseRow, 'price' | 'type' | 'refund'>;

/**
 * The price of a purchase, refunds negative: a refund with a positive price means money back. Null when the provider gave
 * no readable price.
 */
export function signedPrice(purchase: Priced): Decimal | null {
  const price = purchase.price === null ? null : parseDecimal(purchase.price);
  if (price === null || price.units <= 0n) return price;
  return (purchase.refund ?? isRefund(purchase.type)) ? negateDecimal(price) : price;
}

/** The price as text, digit for digit as the provider gave it; empty when there is none. */
export function priceText(purchase: PurchaseRow): string {
  const price = signedPrice(purchase);
  return price === null ? '' : formatDecimal(price);
}

/** Sums of money, never across currencies. */
export class MoneyTotal {
  readonly #byCurrency = new Map<string, Decimal>();
  #unpriced = 0;

  /** Null, where there is no readable price, is in no sum, and counted. */
  add(currency: string, amount: Decimal | null): void {
    if (amount === null) {
      this.#unpriced += 1;
      return;
    }
    const sum = this.#byCurrency.get(currency);
    this.#byCurrency.set(currency, sum === undefined ? amount : addDecimals(sum, amount));
  }

  /** The sums that are not zero, in order of currency. */
  get nonZero(): readonly (readonly [currency: string, amount: Decimal])[] {
    return [...this.#byCurrency].filter(([, { units }]) => units !== 0n).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  get unpriced(): number {
    return this.#unpriced;
  }

  /** Currency to decimal text, in order of currency. */
  get amounts(): Readonly<Record<string, string>> {
    const sorted = [...this.#byCurrency].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([currency, sum]) => [currency, formatDecimal(sum)]));
  }
}
