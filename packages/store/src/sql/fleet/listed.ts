import type { ListedEsim } from '@roamwatch/core';
import type { Selectable } from 'kysely';
import type { EsimTable } from '../../schema/esim.js';

/** The columns that store the list entry. */
const LISTED_COLUMNS = [
  'iccid',
  'request_iccid',
  'status',
  'usage_check',
  'unlimited',
  'top_up',
  'notes',
  'created_at',
  'updated_at',
  'expires_at',
] as const;

export type StoredEsim = Selectable<EsimTable>;
export type ListedColumns = Pick<StoredEsim, (typeof LISTED_COLUMNS)[number]>;

/** An entry without its ICCID does not contradict the known one. */
export function toColumns(esim: ListedEsim, known: StoredEsim | undefined): ListedColumns {
  return {
    iccid: esim.iccid ?? known?.iccid ?? null,
    request_iccid: esim.iccid === null ? (known?.request_iccid ?? null) : (esim.requestIccid ?? null),
    status: esim.status,
    usage_check: Number(esim.usageCheck),
    unlimited: Number(esim.unlimited),
    top_up: Number(esim.topUp),
    notes: JSON.stringify(esim.notes),
    created_at: esim.createdAt,
    updated_at: esim.updatedAt,
    expires_at: esim.expiresAt,
  };
}

export function saysTheSame(stored: StoredEsim, esim: ListedEsim): boolean {
  const said = toColumns(esim, stored);
  return (
    stored.left_list_at === null &&
    (stored.iccid_moved_at === null || esim.iccid === null) &&
    (stored.listed_as ?? stored.esim_id) === esim.esimId &&
    LISTED_COLUMNS.every((column) => stored[column] === said[column])
  );
}
