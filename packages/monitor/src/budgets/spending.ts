import { MoneyTotal, type SpentRow, signedPrice, type UsedRow } from '@roamwatch/core';

/** The spend and usage of a cost centre in a month so far. */
export interface CostCentreSpending {
  readonly costCentre: string;
  readonly usedBytes: number;
  /** Currency to decimal text, refunds subtracted. */
  readonly spent: Readonly<Record<string, string>>;
}

/** As reports call what has no cost centre. */
const UNALLOCATED = 'UNALLOCATED';

/** More are added up as one: each is a series of the metrics. */
const MOST = 500;
const OTHERS = 'OTHERS';

/** Adds up what each cost centre spends and uses. */
export class SpendingByCostCentre {
  readonly #byCostCentre = new Map<string, { spent: MoneyTotal; usedBytes: number }>();

  spend(row: SpentRow): void {
    this.#of(row).spent.add(row.currency, signedPrice(row));
  }

  use(row: UsedRow): void {
    this.#of(row).usedBytes += row.usedBytes;
  }

  get result(): { readonly costCentres: readonly CostCentreSpending[] } {
    const costCentres = [...this.#byCostCentre].map(([costCentre, { spent, usedBytes }]) => ({
      costCentre,
      usedBytes,
      spent: spent.amounts,
    }));
    return { costCentres: costCentres.sort((a, b) => (a.costCentre < b.costCentre ? -1 : 1)) };
  }

  #of({ costCentre }: SpentRow | UsedRow) {
    const name = costCentre ?? UNALLOCATED;
    const key = this.#byCostCentre.has(name) || this.#byCostCentre.size < MOST ? name : OTHERS;
    const known = this.#byCostCentre.get(key);
    if (known !== undefined) return known;
    const begun = { spent: new MoneyTotal(), usedBytes: 0 };
    this.#byCostCentre.set(key, begun);
    return begun;
  }
}
