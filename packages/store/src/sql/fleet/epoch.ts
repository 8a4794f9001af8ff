import type { PackageEpoch } from '@roamwatch/core';
import type { Selectable } from 'kysely';
import type { EsimStateTable } from '../../schema/esim.js';

export const EPOCH_COLUMNS = [
  'epoch',
  'epoch_started_at',
  'epoch_changes',
  'epoch_allowance_bytes',
  'epoch_ends_at',
  'epoch_end_since',
  'epoch_history_rows',
] as const;

/** The current epoch as it is kept with the eSIM's state; null before the first. */
export function toEpoch(
  row: Pick<Selectable<EsimStateTable>, (typeof EPOCH_COLUMNS)[number]>,
): PackageEpoch | null {
  if (row.epoch === null || row.epoch_started_at === null) return null;
  return {
    number: row.epoch,
    startedAt: row.epoch_started_at,
    changes: JSON.parse(row.epoch_changes ?? '[]'),
    allowanceBytes: row.epoch_allowance_bytes,
    packageEndsAt: row.epoch_ends_at,
    endSince: row.epoch_end_since ?? row.epoch,
    historyRows: row.epoch_history_rows,
  };
}
