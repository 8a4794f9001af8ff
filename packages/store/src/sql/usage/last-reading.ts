import type { EsimKey, Reading, UnixSeconds } from '@roamwatch/core';
import type { Selectable } from 'kysely';
import type { EsimStateTable } from '../../schema/esim.js';
import type { ReadingTable } from '../../schema/usage.js';

export const FIGURE_COLUMNS = [
  'allowance_bytes',
  'remaining_bytes',
  'package_started_at',
  'package_ends_at',
] as const;

/** The columns of `esim_state` that contain the last good reading. */
export const READING_COLUMNS = ['reading_at', ...FIGURE_COLUMNS] as const;

type Figures = Pick<Selectable<ReadingTable>, (typeof FIGURE_COLUMNS)[number]>;

export function toReading(row: Figures, at: UnixSeconds): Reading {
  return {
    at,
    allowanceBytes: row.allowance_bytes,
    remainingBytes: row.remaining_bytes,
    packageStartedAt: row.package_started_at,
    packageEndsAt: row.package_ends_at,
  };
}

/** Null when there never was a good reading. */
export function toLastReading(
  row: Pick<Selectable<EsimStateTable>, (typeof READING_COLUMNS)[number]>,
): Reading | null {
  return row.reading_at === null ? null : toReading(row, row.reading_at);
}

export interface ReadingColumns {
  esim: number;
  at: number;
  allowanceBytes: number | null;
  remainingBytes: number | null;
  packageStartedAt: number | null;
  packageEndsAt: number | null;
}

/** For storing. */
export function columnsOf(esim: EsimKey, reading: Reading): ReadingColumns {
  const { at, allowanceBytes, remainingBytes, packageStartedAt, packageEndsAt } = reading;
  return { esim, at, allowanceBytes, remainingBytes, packageStartedAt, packageEndsAt };
}
