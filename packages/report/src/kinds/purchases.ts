import { MoneyTotal, type PurchaseRow, priceText, signedPrice } from '@roamwatch/core';
import type { Period } from '../period/period.js';
import type { ReportSource } from '../source.js';
import { seen } from '../table/row-stream.js';
import { type Column, decimal, instant, type Table, text } from '../table/table.js';
import { costCentre, esimId, glCode, headColumns, iccid, label, project, schemaVersionOf } from './head.js';
import { withoutPrice } from './unknown.js';

/** A row per package bought or refunded. */
export function purchasesTable(source: ReportSource, period: Period): Table<PurchaseRow> {
  const spent = new MoneyTotal();
  const slices = seen(source.purchases(period), (row) => spent.add(row.currency, signedPrice(row)));
  return {
    columns: purchaseColumns(period, schemaVersionOf(source, period)),
    slices,
    tally: () => ({
      totals: { purchases: spent.amounts },
      discrepancies: withoutPrice('purchases', spent),
    }),
  };
}

function purchaseColumns(period: Period, version: number): Column<PurchaseRow>[] {
  return [
    ...headColumns(period, version),
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
    ...(version === 1 ? [] : [label, text<PurchaseRow>('charge_class', (row) => row.chargeClass ?? '')]),
  ];
}
