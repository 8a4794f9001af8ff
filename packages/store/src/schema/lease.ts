export interface LeaseTable {
  /** 1: it works alone; any other: beside others. */
  id: number;
  holder: string;
  host: string;
  pid: number;
  /** Where its number means one process, and what no other process has. */
  process: string;
  acquired_at: number;
  renewed_at: number;
  expires_at: number;
  /** Which file the holder has locked; null: none, so that only expiry shows when it is gone. */
  lock_file: string | null;
  /** Of the program; null: it is older than this column. */
  version: string | null;
  /** JSON: a digest by section, of what all that share the database should have in common; null: unknown. */
  fingerprint: string | null;
}
