import type { UnixSeconds } from '@roamwatch/core';

/** Poll cycles, and how they ended. */
export interface CycleStore {
  /** Returns its id. */
  begin(at: UnixSeconds): Promise<number>;
  /** `summary` is the object `poll --json` prints. */
  finish(
    id: number,
    at: UnixSeconds,
    summary: Readonly<Record<string, number>>,
    error: string | null,
  ): Promise<void>;
  /** When the newest cycle that ended without an error did so; null before the first. */
  lastGoodAt(): Promise<UnixSeconds | null>;
}
