export interface DailyUsageTable {
  esim: number;
  date: number;
  location: number;
  used_bytes: number;
  first_seen_at: number;
  last_changed_at: number;
  restated: number;
}

export interface DailyUsageFormerTable {
  esim: number;
  date: number;
  location: number;
  replaced_at: number;
  used_bytes: number;
  last_changed_at: number;
}

export interface ReadingTable {
  esim: number;
  at: number;
  allowance_bytes: number | null;
  remaining_bytes: number | null;
  package_started_at: number | null;
  package_ends_at: number | null;
}
