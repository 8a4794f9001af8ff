import type { Fingerprint, Seconds, UnixSeconds } from '@roamwatch/core';

/**
 * The lease on the database, also when its holder dies silently: one process alone, or on PostgreSQL any number that
 * share the work.
 */
export interface InstanceLease {
  /**
   * Null on success; otherwise who holds it ("process 4711 on host since 2026-03-01T12:00:00Z"). A lease that has ended is
   * free, and so is, at once, that of a process that is gone for certain: one of this machine and container, or one that held the lock of the file. Messages that a process claimed which is gone
   * for certain are free with it; those of one whose lease merely ended stay claimed until the claim ends.
   *
   * @param tenancy `sharing`: beside any others, which SQLite does not offer. Claims of messages are left alone. Default: `alone`.
   * @param version of the program, for others to see.
   */
  acquire(
    holder: string,
    now: UnixSeconds,
    length: Seconds,
    tenancy?: Tenancy,
    version?: string,
  ): Promise<string | null>;
  /** False when the lease was lost to another holder. One of several that had ended counts as acquired again. */
  renew(holder: string, now: UnixSeconds, length: Seconds): Promise<boolean>;
  release(holder: string): Promise<void>;
  /** Stores what this holder's daemon should have in common with others. */
  describe(holder: string, fingerprint: Fingerprint): Promise<void>;
  /** The processes that hold it now, this one too, in the order in which they came. */
  holders(now: UnixSeconds): Promise<readonly LeaseHolder[]>;
  /** The process that holds it now, in the same words, the first of several; null when it is free, or this process's own. */
  heldBy(now: UnixSeconds): Promise<string | null>;
}

/** A process that works on the database. */
export interface LeaseHolder {
  /** What it calls itself, and no other process does. */
  readonly holder: string;
  readonly host: string;
  readonly pid: number;
  /** Null: it is of a version that did not store it. */
  readonly version: string | null;
  readonly since: UnixSeconds;
  /** Its last sign of life. */
  readonly seenAt: UnixSeconds;
  readonly fingerprint: Fingerprint | null;
}

/** Whether a process has the database for itself, or shares it with others of its kind. */
export type Tenancy = 'alone' | 'sharing';
