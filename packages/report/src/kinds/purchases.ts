import { MoneyTotal, priceText, signedPrice } from '../figures/money.js';
import type { Period } from '../period/period.js';
import type { PurchaseRow, ReportSource } from '../source.js';
import { type Column, decimal, inSlices, instant, type Table, text } from '../table/table.js';
import { costCentre, esimId, glCode, headColumns, iccid, project } from './head.js';

/** A row per package bought or refunded. */
export function purchasesTable(source: ReportSource, period: Period): Table<PurchaseRow> {
  const spent = new MoneyTotal();
  let unpriced = 0;
  const slices = inSlices(source.purchases(period), (row) => {
    const price = signedPrice(row);
    if (price === null) unpriced += 1;
    else spent.add(row.currency, price);
  });
  return {
    columns: purchaseColumns(period),
    slices,
    tally: () => ({
      totals: { purchases: spent.amounts },
      discrepancies:
        unpriced === 0
          ? []
          : [{ kind: 'purchases', what: 'purchases without a readable price, in no sum', count: unpriced }],
    }),
  };
}

function purchaseColumns(period: Period): Column<PurchaseRow>[] {
  return [
    ...headColumns(period),
    instant('purchased_at', (row) => row.purchasedAt),
    iccid,
    esimId,
    text('package_id', (row) => row.packageId),
    text('package', (row) => row.packageName),
    text('type', (row) => row.type),
    decimal('price', priceText),
    text('currency', (row) => row.currency),
    costCentre,
    glCode,
    project,
  ];
}
