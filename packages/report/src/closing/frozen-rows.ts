import { type FrozenRows, isRefund } from '@roamwatch/core';
import { countryOf } from '../kinds/usage.js';
import type { Period } from '../period/period.js';
import type { ReportSource } from '../source.js';
import { changed, inSlices } from '../table/row-stream.js';

/**
 * The rows of a month as its report has them now, ready to be stored: what a newer version might judge otherwise
 * goes with them. `source` must look through the closed months.
 */
export function frozenRows(source: ReportSource, period: Period, timeZone: string): FrozenRows {
  return {
    usage: changed(source.usage(period), (row) => ({ ...row, countryCode: countryOf(row) })),
    purchases: changed(source.purchases(period), (row) => ({
      ...row,
      refund: row.refund ?? isRefund(row.type),
    })),
    reconciliation: source.reconciliation?.(period) ?? inSlices([]),
    cost: source.cost === undefined ? inSlices([]) : source.cost(period, timeZone),
  };
}
