export interface PollMemoryTable {
  esim: number;
  due_at: number | null;
  asked_at: number | null;
  updated_at: number | null;
  moved_after: number | null;
  moved_by: number | null;
  bytes_per_hour: number | null;
}
