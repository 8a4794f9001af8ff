import type { Generated } from 'kysely';

export interface EsimTable {
  id: Generated<number>;
  esim_id: string;
  iccid: string | null;
  /** How the provider spells the ICCID, for requests; null: as it is. */
  request_iccid: string | null;
  /** Only of rows that are kept for closed months alone, and of those whose ICCID another row has. */
  iccid_moved_at: number | null;
  /** The eSIM id that the list has for the card now; null: `esim_id`. */
  listed_as: string | null;
  status: string;
  usage_check: number;
  unlimited: number;
  top_up: number;
  notes: string;
  created_at: number | null;
  updated_at: number | null;
  expires_at: number | null;
  first_seen_at: number;
  left_list_at: number | null;
}

export interface EsimStateTable {
  esim: number;
  clock_due_at: number | null;
  failing_since: number | null;
  failures: Generated<number>;
  failure_reason: string | null;
  answer_fingerprint: string | null;
  quiet_until: number | null;
  history_fetched_at: number | null;
  history_failed_at: number | null;
  reading_at: number | null;
  /** By the last reading; the list has a separate flag. */
  unlimited_by_usage: Generated<number>;
  allowance_bytes: number | null;
  remaining_bytes: number | null;
  package_started_at: number | null;
  package_ends_at: number | null;
  epoch: number | null;
  epoch_started_at: number | null;
  /** JSON of `EpochChange[]`. */
  epoch_changes: string | null;
  epoch_allowance_bytes: number | null;
  epoch_ends_at: number | null;
  epoch_end_since: number | null;
  epoch_history_rows: number | null;
  /** Of the daily rows that the last answer had before its last one, all of them stored; null: not known. */
  days_digest: string | null;
}

/** Another eSIM id that a card was listed under. */
export interface EsimAliasTable {
  esim_id: string;
  esim: number;
}

export interface EsimPlaceTable {
  esim: number;
  location: number;
}

export interface LocationTable {
  id: Generated<number>;
  name: string;
}
