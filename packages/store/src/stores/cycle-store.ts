import type { UnixSeconds } from '@roamwatch/core';

export interface CycleStore {
  begin(at: UnixSeconds): number;
  /** `summary` is the object `poll --json` prints. */
  finish(id: number, at: UnixSeconds, summary: Readonly<Record<string, number>>, error: string | null): void;
  /** When the newest cycle that ended without an error did so; null before the first. */
  lastGoodAt(): UnixSeconds | null;
  /**
   * How many cycles running, newest first, ended because the provider could not be reached. One that never ended
   * (the process died) counts as neither.
   */
  failuresRunning(): number;
}
