import type { UsageRow } from '@roamwatch/core';
import { countryCode } from '@roamwatch/places';
import { ByteTotal, megabytes } from '../figures/bytes.js';
import type { Period } from '../period/period.js';
import type { ReportSource } from '../source.js';
import { seen } from '../table/row-stream.js';
import { type Column, constant, date, decimal, instant, integer, type Table, text } from '../table/table.js';
import {
  costCentre,
  esimId,
  glCode,
  headColumns,
  iccid,
  label,
  type PeriodStatus,
  periodStatus,
  project,
} from './head.js';
import { withoutCountry } from './unknown.js';

/** A row per eSIM, day and location. */
export function usageTable(source: ReportSource, period: Period): Table<UsageRow> {
  const used = new ByteTotal();
  let placeless = 0;
  const slices = seen(source.usage(period), (row) => {
    used.add(row.usedBytes);
    if (countryOf(row) === '') placeless += 1;
  });
  return {
    columns: usageColumns(period, periodStatus(source, period)),
    slices,
    tally: () => ({
      totals: { usedBytes: used.total },
      discrepancies: withoutCountry('usage', placeless),
    }),
  };
}

/** The code a closed row was frozen with, or today's for its location. */
export function countryOf(row: UsageRow): string {
  return row.countryCode ?? countryCode(row.location);
}

function usageColumns(period: Period, status: PeriodStatus): Column<UsageRow>[] {
  return [
    ...headColumns(period),
    constant('period_status', 'text', status),
    text('charge_class', (row) => row.chargeClass ?? ''),
    date('usage_date', (row) => row.usageDate),
    iccid,
    esimId,
    label,
    costCentre,
    glCode,
    project,
    text('location', (row) => row.location),
    text('country_code', countryOf),
    integer('used_bytes', (row) => row.usedBytes),
    decimal('used_mb', (row) => megabytes(row.usedBytes)),
    text('quality', (row) => row.quality),
    instant('first_seen_at', (row) => row.firstSeenAt),
    instant('last_changed_at', (row) => row.lastChangedAt),
  ];
}
