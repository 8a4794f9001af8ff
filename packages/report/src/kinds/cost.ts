import {
  type CostRow,
  type Decimal,
  formatDecimal,
  MoneyTotal,
  parseDecimal,
  priceText,
  rescale,
} from '@roamwatch/core';
import { currencyDigits } from '../figures/currency.js';
import type { Period } from '../period/period.js';
import type { ReportSource } from '../source.js';
import { seen } from '../table/row-stream.js';
import { type Column, date, decimal, instant, integer, type Table, text } from '../table/table.js';
import { costCentre, esimId, glCode, headColumns, iccid, label, project } from './head.js';
import { withoutPrice } from './unknown.js';

const GB = 1024n ** 3n;

/** A row per package with a day in the period: its share of the price, and what was used for it. */
export function costTable(source: ReportSource, period: Period, timeZone: string): Table<CostRow> {
  if (source.cost === undefined) throw new RangeError('this source has no packages');
  const spent = new MoneyTotal();
  return {
    columns: costColumns(period),
    slices: seen(source.cost(period, timeZone), ({ currency, costInPeriod }) =>
      spent.add(currency, costInPeriod === null ? null : parseDecimal(costInPeriod)),
    ),
    tally: () => ({ totals: { cost: spent.amounts }, discrepancies: withoutPrice('cost', spent) }),
  };
}

/** The cost of a GB used in the period, rounded half away from zero to the currency's digits; empty where none was used. */
function costPerGb({ costInPeriod, usedBytes, currency }: CostRow): string {
  const cost = costInPeriod === null ? null : parseDecimal(costInPeriod);
  if (cost === null || usedBytes <= 0) return '';
  const digits = currencyDigits(currency);
  const { units, scale } = rescale(cost, digits);
  const divisor = BigInt(usedBytes) * 10n ** BigInt(scale - digits);
  return formatDecimal(divided(units * GB, divisor, digits));
}

function divided(units: bigint, divisor: bigint, scale: number): Decimal {
  const size = units < 0n ? -units : units;
  const rounded = (size * 2n + divisor) / (divisor * 2n);
  return { units: units < 0n ? -rounded : rounded, scale };
}

function costColumns(period: Period): Column<CostRow>[] {
  return [
    ...headColumns(period),
    iccid,
    esimId,
    label,
    costCentre,
    glCode,
    project,
    text('package_id', (row) => row.packageId),
    text('package', (row) => row.packageName),
    instant('purchased_at', (row) => row.purchasedAt),
    date('starts', (row) => row.startsOn),
    date('ends', (row) => row.endsOn),
    decimal('price', priceText),
    text('currency', (row) => row.currency),
    decimal('cost_in_period', (row) => row.costInPeriod ?? ''),
    integer('days_in_period', (row) => row.daysInPeriod),
    integer('allowance_bytes', (row) => row.allowanceBytes),
    integer('used_bytes_in_period', (row) => row.usedBytes),
    integer('unused_bytes_at_end', (row) => row.unusedBytesAtEnd),
    decimal('cost_per_gb', costPerGb),
  ];
}
