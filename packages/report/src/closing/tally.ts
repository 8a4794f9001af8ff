import { type FrozenRows, MoneyTotal, signedPrice } from '@roamwatch/core';
import { ByteTotal } from '../figures/bytes.js';
import { seen } from '../table/row-stream.js';

/** The figures that a closing freezes. */
export interface FrozenTally {
  readonly usageRows: number;
  /** Of them, rows that correct months closed before. */
  readonly corrections: number;
  /** Corrections included. */
  readonly usedBytes: bigint;
  readonly purchaseRows: number;
  /** Currency to decimal text, refunds subtracted. */
  readonly purchases: Readonly<Record<string, string>>;
}

/** The same rows, counted as they are read. */
export function tallied(rows: FrozenRows): { readonly rows: FrozenRows; tally(): FrozenTally } {
  const used = new ByteTotal();
  const spent = new MoneyTotal();
  let usageRows = 0;
  let corrections = 0;
  let purchaseRows = 0;
  return {
    rows: {
      ...rows,
      usage: seen(rows.usage, (row) => {
        usageRows += 1;
        if (row.chargeClass !== undefined) corrections += 1;
        used.add(row.usedBytes);
      }),
      purchases: seen(rows.purchases, (row) => {
        purchaseRows += 1;
        const price = signedPrice(row);
        if (price !== null) spent.add(row.currency, price);
      }),
    },
    tally: () => ({ usageRows, corrections, usedBytes: used.total, purchaseRows, purchases: spent.amounts }),
  };
}
