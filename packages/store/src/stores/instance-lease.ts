import type { Seconds, UnixSeconds } from '@roamwatch/core';

/** One writer at a time, also across processes that die without a word. */
export interface InstanceLease {
  /**
   * Null on success; otherwise who holds it ("process 4711 on host since 2026-03-01T12:00:00Z"). A lease that ran
   * out is free, and so is, at once, that of a process of this host that is gone.
   */
  acquire(holder: string, now: UnixSeconds, length: Seconds): string | null;
  /** False when the lease was lost to another holder. */
  renew(holder: string, now: UnixSeconds, length: Seconds): boolean;
  release(holder: string): void;
}
