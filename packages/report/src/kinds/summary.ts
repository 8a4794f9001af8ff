import {
  type Assignment,
  addDecimals,
  type Decimal,
  formatDecimal,
  MoneyTotal,
  type PurchaseRow,
  signedPrice,
  type UsageRow,
} from '@roamwatch/core';
import { ByteTotal, megabytes } from '../figures/bytes.js';
import type { Period } from '../period/period.js';
import type { ReportSource } from '../source.js';
import { inSlices } from '../table/row-stream.js';
import { type Column, decimal, integer, type Table, text } from '../table/table.js';
import { headColumns } from './head.js';
import { withoutCountry, withoutPrice } from './unknown.js';
import { countryOf } from './usage.js';

/** The value where an eSIM has no cost centre. */
export const UNALLOCATED = 'UNALLOCATED';

/** A cost centre's usage in one country, or its purchases in one currency: never both in a row. */
interface Group {
  readonly costCentre: string;
  readonly country: string;
  readonly currency: string;
  readonly esims: EsimCount;
  /** Null in a row of purchases. */
  readonly used: ByteTotal | null;
  /** Null in a row of usage, and where no purchase has a readable price. */
  spent: Decimal | null;
}

/**
 * Usage and purchases added up. Memory grows with the groups, the eSIMs that bought something and those with corrections,
 * not with the rows: usage comes by eSIM, corrections before what is the period's own.
 */
export function summaryTable(source: ReportSource, period: Period): Table<Group> {
  const used = new ByteTotal();
  const spent = new MoneyTotal();
  let placeless = 0;
  const see = (row: UsageRow) => {
    used.add(row.usedBytes);
    if (countryOf(row) === '') placeless += 1;
  };
  return {
    columns: summaryColumns(period),
    slices: summarise(source, period, see, spent),
    tally: () => ({
      totals: { usedBytes: used.total, purchases: spent.amounts },
      discrepancies: [...withoutCountry('summary', placeless), ...withoutPrice('summary', spent)],
    }),
  };
}

async function* summarise(
  source: ReportSource,
  period: Period,
  see: (row: UsageRow) => void,
  spent: MoneyTotal,
): AsyncGenerator<readonly Group[]> {
  const groups = new Groups();
  for await (const slice of source.usage(period)) {
    for (const row of slice) {
      see(row);
      groups.addUsage(row);
    }
  }
  for await (const slice of source.purchases(period)) {
    for (const row of slice) {
      const price = signedPrice(row);
      spent.add(row.currency, price);
      groups.addPurchase(row, price);
    }
  }
  yield* inSlices(groups.sorted());
}

/** Counts different eSIMs. Those that come in order, each one's rows together, take no memory. */
class EsimCount {
  readonly #known = new Set<string>();
  #last = '';
  #inOrder = 0;

  get count(): number {
    return this.#known.size + this.#inOrder;
  }

  add(esimId: string): void {
    this.#known.add(esimId);
  }

  addInOrder(esimId: string): void {
    if (esimId === this.#last) return;
    this.#last = esimId;
    if (!this.#known.has(esimId)) this.#inOrder += 1;
  }
}

class Groups {
  readonly #usage = new Map<string, Group>();
  readonly #purchases = new Map<string, Group>();

  addUsage(row: UsageRow): void {
    const country = countryOf(row);
    const costCentre = costCentreOf(row);
    const key = `${costCentre}\0${country}`;
    let group = this.#usage.get(key);
    if (group === undefined) {
      group = {
        costCentre,
        country,
        currency: '',
        esims: new EsimCount(),
        used: new ByteTotal(),
        spent: null,
      };
      this.#usage.set(key, group);
    }
    if (row.chargeClass === undefined) group.esims.addInOrder(row.esimId);
    else group.esims.add(row.esimId);
    group.used?.add(row.usedBytes);
  }

  addPurchase(row: PurchaseRow, price: Decimal | null): void {
    const costCentre = costCentreOf(row);
    const key = `${costCentre}\0${row.currency}`;
    let group = this.#purchases.get(key);
    if (group === undefined) {
      group = {
        costCentre,
        country: '',
        currency: row.currency,
        esims: new EsimCount(),
        used: null,
        spent: null,
      };
      this.#purchases.set(key, group);
    }
    group.esims.add(row.esimId);
    if (price !== null) group.spent = group.spent === null ? price : addDecimals(group.spent, price);
  }

  /** By cost centre, its usage by country before its purchases by currency. */
  sorted(): Group[] {
    const rank = (group: Group) =>
      `${group.costCentre}\0${group.used === null ? 1 : 0}${group.country}${group.currency}`;
    return [...this.#usage.values(), ...this.#purchases.values()]
      .map((group) => ({ group, rank: rank(group) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .map(({ group }) => group);
  }
}

function costCentreOf(row: Assignment): string {
  return row.costCentre === null || row.costCentre === '' ? UNALLOCATED : row.costCentre;
}

function summaryColumns(period: Period): Column<Group>[] {
  return [
    ...headColumns(period),
    text('cost_centre', (group) => group.costCentre),
    text('country_code', (group) => group.country),
    text('currency', (group) => group.currency),
    integer('esims', (group) => group.esims.count),
    integer('used_bytes', (group) => group.used?.total ?? null),
    decimal('used_mb', (group) => (group.used === null ? '' : megabytes(group.used.total))),
    decimal('purchases', (group) => (group.spent === null ? '' : formatDecimal(group.spent))),
  ];
}
