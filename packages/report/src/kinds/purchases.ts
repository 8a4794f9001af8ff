import type { PurchaseRow } from '@roamwatch/core';
import { MoneyTotal, priceText, signedPrice } from '../figures/money.js';
import type { Period } from '../period/period.js';
import type { ReportSource } from '../source.js';
import { type Column, decimal, inSlices, instant, type Table, text } from '../table/table.js';
import { costCentre, esimId, glCode, headColumns, iccid, project } from './head.js';
import { withoutPrice } from './unknown.js';

/** A row per package bought or refunded. */
export function purchasesTable(source: ReportSource, period: Period): Table<PurchaseRow> {
  const spent = new MoneyTotal();
  const slices = inSlices(source.purchases(period), (row) => spent.add(row.currency, signedPrice(row)));
  return {
    columns: purchaseColumns(period),
    slices,
    tally: () => ({
      totals: { purchases: spent.amounts },
      discrepancies: withoutPrice('purchases', spent),
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
