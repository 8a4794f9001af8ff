import type { MoneyTotal, ReportKind } from '@roamwatch/core';
import type { Discrepancy } from '../table/table.js';

/** The gaps in the purchases behind a report; every kind that adds them up reports it in the same words. */
export function withoutPrice(kind: ReportKind, { unpriced }: MoneyTotal): Discrepancy[] {
  if (unpriced === 0) return [];
  return [{ kind, what: 'purchases without a readable price, in no sum', count: unpriced }];
}

/** The gaps in the usage behind a report; `rows` are those without a country code. */
export function withoutCountry(kind: ReportKind, rows: number): Discrepancy[] {
  if (rows === 0) return [];
  return [{ kind, what: 'rows of usage whose location is missing or no known country', count: rows }];
}
