import type { Generated } from 'kysely';

export interface ClosingTable {
  period: number;
  closed_at: number;
  data_as_of: number | null;
}

export interface ClosingEventTable {
  id: Generated<number>;
  period: number;
  at: number;
  action: 'closed' | 'reopened';
  comment: string;
}

export interface ClosedPartyTable {
  id: Generated<number>;
  esim: number;
  iccid: string | null;
  label: string | null;
  cost_centre: string | null;
  gl_code: string | null;
  project: string | null;
}

export interface ClosedUsageTable {
  esim: number;
  date: number;
  location: number;
  period: number;
  party: number;
  used_bytes: number;
  first_seen_at: number;
  last_changed_at: number;
  restated: number;
}

export interface ClosedPurchaseTable {
  id: Generated<number>;
  period: number;
  purchase: number;
  party: number;
  dated_at: number;
  package_id: string;
  package_name: string;
  type: string;
  price: string | null;
  currency: string;
}
