import type { Assignment } from '@roamwatch/core';
import type { Period } from '../period/period.js';
import type { ReportSource } from '../source.js';
import { type Column, constant, text } from '../table/table.js';

/**
 * The version of the report schema: of the manifest and, as far as they changed with it, of the files. A closed month
 * keeps the version it was closed with.
 */
export const SCHEMA_VERSION = 2;

/** The version a period's files have. */
export function schemaVersionOf(source: ReportSource, period: Period): number {
  return source.closing?.(period)?.schemaVersion ?? SCHEMA_VERSION;
}

/** `closed`: the month is frozen and comes out the same ever after; `open`: figures may still change. */
export type PeriodStatus = 'open' | 'closed';

export function periodStatus(source: ReportSource, period: Period): PeriodStatus {
  return source.closing?.(period) == null ? 'open' : 'closed';
}

/** The two columns every file begins with. `version` rises when a column of the file is added or changes its meaning. */
export function headColumns(period: Period, version = 1): Column<unknown>[] {
  return [constant('schema_version', 'integer', String(version)), constant('period', 'text', period.name)];
}

export const costCentre: Column<Assignment> = text('cost_centre', (row) => row.costCentre);
export const glCode: Column<Assignment> = text('gl_code', (row) => row.glCode);
export const project: Column<Assignment> = text('project', (row) => row.project);
export const label: Column<Assignment> = text('label', (row) => row.label);
export const iccid: Column<{ readonly iccid: string | null }> = text('iccid', (row) => row.iccid);
export const esimId: Column<{ readonly esimId: string }> = text('esim_id', (row) => row.esimId);
