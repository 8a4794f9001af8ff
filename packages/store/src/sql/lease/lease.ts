import { randomUUID } from 'node:crypto';
import type { UnixSeconds } from '@roamwatch/core';
import type { Selectable } from 'kysely';
import type { LeaseTable } from '../../schema/lease.js';
import type { LeaseHolder } from '../../stores/instance-lease.js';
import { PROCESS_SPACE } from './process-space.js';

/** Distinguishes this process from an earlier one with the same number, and tells who can say whether it is alive. */
export const THIS_PROCESS = `${PROCESS_SPACE} ${randomUUID()}`;

export type Lease = Selectable<LeaseTable>;

/** The process that uses the database by this lease; null when none does any more. `locked` is the file that this process could lock. */
export function holderOf(lease: Lease, locked: string | null, now: UnixSeconds): string | null {
  return isGone(lease, locked) || !isHeld(lease, '', now) ? null : described(lease);
}

export function isHeld(lease: Lease, holder: string, now: UnixSeconds): boolean {
  if (lease.process === THIS_PROCESS && lease.holder === holder) return false;
  const length = lease.expires_at - lease.renewed_at;
  const renewedByWrongClock = lease.renewed_at > now + length;
  return lease.expires_at > now && !renewedByWrongClock;
}

/**
 * True when the process that holds the lease has ended for certain: the file it had locked, `locked`, is ours now, or its number is
 * nobody's any more. Numbers of another machine or container say nothing, whatever its host name.
 */
export function isGone(lease: Lease, locked: string | null): boolean {
  if (lease.process === THIS_PROCESS) return false;
  if (locked !== null && lease.lock_file === locked) return true;
  return lease.process.startsWith(`${PROCESS_SPACE} `) && !isAlive(lease.pid);
}

/** This process itself does not count: an earlier one with its number held the lease. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    const notAllowedToSignal = error instanceof Error && 'code' in error && error.code === 'EPERM';
    return notAllowedToSignal;
  }
}

export function described(lease: Lease): string {
  const since = new Date(lease.acquired_at * 1000).toISOString().replace('.000Z', 'Z');
  return `process ${lease.pid} on ${lease.host} since ${since}`;
}

/** Those of the leases that are held. */
export function holdersIn(leases: readonly Lease[], now: UnixSeconds): readonly LeaseHolder[] {
  return leases
    .filter((lease) => isHeld(lease, '', now))
    .map((lease) => ({
      holder: lease.holder,
      host: lease.host,
      pid: lease.pid,
      version: lease.version,
      since: lease.acquired_at,
      seenAt: lease.renewed_at,
      fingerprint: lease.fingerprint === null ? null : JSON.parse(lease.fingerprint),
    }));
}
