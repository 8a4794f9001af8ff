import type { Assignment } from '@roamwatch/core';
import type { Period } from '../period/period.js';
import type { ReportSource } from '../source.js';
import { type Column, constant, text } from '../table/table.js';

/** Rises when a column is added, removed or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** `closed`: the month is frozen and comes out the same ever after; `open`: figures may still change. */
export type PeriodStatus = 'open' | 'closed';

export function periodStatus(source: ReportSource, period: Period): PeriodStatus {
  return source.closing?.(period) == null ? 'open' : 'closed';
}

/** The two columns every file begins with. */
export function headColumns(period: Period): Column<unknown>[] {
  return [
    constant('schema_version', 'integer', String(SCHEMA_VERSION)),
    constant('period', 'text', period.name),
  ];
}

export const costCentre: Column<Assignment> = text('cost_centre', (row) => row.costCentre);
export const glCode: Column<Assignment> = text('gl_code', (row) => row.glCode);
export const project: Column<Assignment> = text('project', (row) => row.project);
export const label: Column<Assignment> = text('label', (row) => row.label);
export const iccid: Column<{ readonly iccid: string | null }> = text('iccid', (row) => row.iccid);
export const esimId: Column<{ readonly esimId: string }> = text('esim_id', (row) => row.esimId);
