export interface LeaseTable {
  id: number;
  holder: string;
  host: string;
  pid: number;
  process: string;
  acquired_at: number;
  renewed_at: number;
  expires_at: number;
}
