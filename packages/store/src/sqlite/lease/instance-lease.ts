import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { UnixSeconds } from '@roamwatch/core';
import { type Selectable, sql } from 'kysely';
import type { LeaseTable } from '../../schema/lease.js';
import type { InstanceLease } from '../../stores/instance-lease.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import type { InstanceLock } from './instance-lock.js';

/** Distinguishes this process from an earlier one with the same number, as in a container that starts again. */
const THIS_PROCESS = randomUUID();

export type Lease = Selectable<LeaseTable>;

export function createInstanceLease(connection: Connection, lock: InstanceLock): InstanceLease {
  const current = connection.prepare((db) => db.selectFrom('lease').selectAll());
  const take = connection.prepare((db, p: Params<Lease>) =>
    db.replaceInto('lease').values({
      id: p.id,
      holder: p.holder,
      host: p.host,
      pid: p.pid,
      process: p.process,
      acquired_at: p.acquired_at,
      renewed_at: p.renewed_at,
      expires_at: p.expires_at,
      lock_file: p.lock_file,
    }),
  );
  const extend = connection.prepare(
    (db, p: Params<{ holder: string; process: string; now: number; expiresAt: number }>) =>
      db
        .updateTable('lease')
        .set({ renewed_at: p.now, expires_at: p.expiresAt })
        .where('holder', '=', p.holder)
        .where('process', '=', p.process),
  );
  const remove = connection.prepare((db, p: Params<{ holder: string; process: string }>) =>
    db.deleteFrom('lease').where('holder', '=', p.holder).where('process', '=', p.process),
  );

  const freeClaims = connection.prepare((db) =>
    db
      .updateTable('message')
      .set({ lease_holder: null, lease_until: null })
      .where('lease_holder', 'is not', null)
      .where('state', '=', sql.lit('pending')),
  );

  return {
    async acquire(holder, now, length) {
      return connection.transaction(() => {
        const lease = current.get({});
        const locked = lock.take();
        const gone = lease === undefined || isGone(lease, locked);
        if (!gone && isHeld(lease, holder, now)) {
          lock.release();
          return described(lease);
        }
        if (gone) freeClaims.run({});
        take.run({
          id: 1,
          holder,
          host: hostname(),
          pid: process.pid,
          process: THIS_PROCESS,
          acquired_at: now,
          renewed_at: now,
          expires_at: now + length,
          lock_file: locked,
        });
        return null;
      });
    },
    async renew(holder, now, length) {
      const lease = { holder, process: THIS_PROCESS, now, expiresAt: now + length };
      return connection.transaction(() => extend.run(lease)) > 0;
    },
    async release(holder) {
      lock.release();
      remove.run({ holder, process: THIS_PROCESS });
    },
    async heldBy(now) {
      const lease = current.get({});
      const isOther = lease !== undefined && lease.process !== THIS_PROCESS && isHeld(lease, '', now);
      return isOther ? described(lease) : null;
    },
  };
}

/** Who works on the database by this lease; null when nobody does any more. `locked` is the file that this process could lock. */
export function holderOf(lease: Lease, locked: string | null, now: UnixSeconds): string | null {
  return isGone(lease, locked) || !isHeld(lease, '', now) ? null : described(lease);
}

function isHeld(lease: Lease, holder: string, now: UnixSeconds): boolean {
  if (lease.process === THIS_PROCESS && lease.holder === holder) return false;
  const length = lease.expires_at - lease.renewed_at;
  const renewedByWrongClock = lease.renewed_at > now + length;
  return lease.expires_at > now && !renewedByWrongClock;
}

/** True when the process that holds the lease has ended for certain: the file it had locked, `locked`, is ours now. */
function isGone(lease: Lease, locked: string | null): boolean {
  if (lease.process === THIS_PROCESS) return false;
  if (locked !== null && lease.lock_file === locked) return true;
  return lease.host === hostname() && !isAlive(lease.pid);
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

function described(lease: Lease): string {
  const since = new Date(lease.acquired_at * 1000).toISOString().replace('.000Z', 'Z');
  return `process ${lease.pid} on ${lease.host} since ${since}`;
}
