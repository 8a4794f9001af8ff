export interface PushMarkTable {
  esim: number;
  event_at: number;
  received_at: number;
  /** JSON of digests. */
  seen: string;
  /** JSON of the reported figures. */
  told: string | null;
  due_at: number | null;
  hastened_at: number | null;
  /** Until then a process polls it. */
  held_until: number | null;
}
