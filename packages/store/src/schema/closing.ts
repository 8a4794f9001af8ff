import type { Generated } from 'kysely';

export interface ClosingTable {
  period: number;
  closed_at: number;
  data_as_of: number | null;
  time_zone: string;
  /** Version of the report schema it was closed with. */
  schema_version: Generated<number>;
  /** JSON; null in months closed before it was stored. */
  completeness: string | null;
  /** The process that is filling it, while its rows do not count; null once they do. */
  draft: string | null;
}

/** Days of closed months that changed after the closing, or may have. */
export interface LateUsageTable {
  esim: number;
  date: number;
}

/** Purchases of closed months, likewise. */
export interface LatePurchaseTable {
  esim: number;
  dated_at: number;
}

export interface ClosingEventTable {
  id: Generated<number>;
  period: number;
  at: number;
  action: 'closed' | 'reopened';
  comment: string;
  actor: string | null;
}

export interface ClosedPartyTable {
  id: Generated<number>;
  period: number;
  iccid: string | null;
  esim_id: string;
  label: string | null;
  cost_centre: string | null;
  gl_code: string | null;
  project: string | null;
}

export interface ClosedUsageTable {
  period: number;
  seq: number;
  date: number;
  party: number;
  location: number;
  country_code: string;
  correction: number;
  used_bytes: number;
  restated: number;
  first_seen_at: number;
  last_changed_at: number;
}

export interface ClosedPurchaseTable {
  period: number;
  seq: number;
  purchased_at: number;
  party: number;
  package_id: string;
  package_name: string;
  type: string;
  price: string | null;
  currency: string;
  /** Null in rows closed before it was stored. */
  refund: number | null;
  correction: Generated<number>;
}

export interface ClosedCostTable {
  period: number;
  seq: number;
  iccid: string | null;
  esim_id: string;
  purchased_at: number;
  row: string;
}

export interface ClosedReconciliationTable {
  period: number;
  seq: number;
  iccid: string | null;
  row: string;
}
