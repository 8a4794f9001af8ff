import type { Seconds, UnixSeconds } from '@roamwatch/core';

/**
 * The lease on the database, also when its holder dies silently: one process alone, or on PostgreSQL any number that
 * share the work.
 */
export interface InstanceLease {
  /**
   * Null on success; otherwise who holds it ("process 4711 on host since 2026-03-01T12:00:00Z"). A lease that has ended is
   * free, and so is, at once, that of a process that is gone for certain: one of this host, or one that held the lock of the file. Messages that a process claimed which is gone
   * for certain are free with it; those of one whose lease merely ended stay claimed until the claim ends.
   *
   * @param tenancy `sharing`: beside any others, which SQLite does not offer. Claims of messages are left alone. Default: `alone`.
   */
  acquire(holder: string, now: UnixSeconds, length: Seconds, tenancy?: Tenancy): Promise<string | null>;
  /** False when the lease was lost to another holder. */
  renew(holder: string, now: UnixSeconds, length: Seconds): Promise<boolean>;
  release(holder: string): Promise<void>;
  /** The process that holds it now, in the same words, the first of several; null when it is free, or this process's own. */
  heldBy(now: UnixSeconds): Promise<string | null>;
}

export type Tenancy = 'alone' | 'sharing';
