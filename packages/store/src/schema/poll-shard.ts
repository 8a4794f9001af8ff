/** A part of the fleet that one process polls, of a cycle that several share. */
export interface PollShardTable {
  cycle: number;
  position: number;
  /** It contains the eSIMs with a key above this, */
  after_esim: number;
  /** up to this. */
  last_esim: number;
  /** JSON: of those these alone; null: all of them. */
  esims: string | null;
  /** JSON: what polling it came to; null: not polled yet. */
  result: string | null;
}
