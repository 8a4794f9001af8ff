import { hostname } from 'node:os';
import { sql } from 'kysely';
import { described, isGone, isHeld, type Lease, THIS_PROCESS } from '../../sql/lease/lease.js';
import type { InstanceLease } from '../../stores/instance-lease.js';
import type { Connection } from '../database/connection.js';

/** "RWLE": taken to acquire the lease. */
const LOCK = 0x52574c45;

/** There is no file to lock: only expiry shows whether a process on another machine is gone. */
const NO_LOCK = null;

export function createInstanceLease(connection: Connection): InstanceLease {
  async function current(): Promise<Lease | undefined> {
    return (await connection.rows<Lease>(sql`select * from lease`))[0];
  }

  async function take(holder: string, now: number, expiresAt: number): Promise<void> {
    await connection.change(sql`insert into lease (id, holder, host, pid, process, acquired_at, renewed_at, expires_at)
      values (1, ${holder}, ${hostname()}, ${process.pid}, ${THIS_PROCESS}, ${now}, ${now}, ${expiresAt})
      on conflict (id) do update set holder = excluded.holder, host = excluded.host, pid = excluded.pid,
        process = excluded.process, acquired_at = excluded.acquired_at, renewed_at = excluded.renewed_at,
        expires_at = excluded.expires_at`);
  }

  return {
    acquire: (holder, now, length) =>
      connection.transaction(async () => {
        await connection.rows(sql`select pg_advisory_xact_lock(${LOCK}::bigint)`);
        const lease = await current();
        const gone = lease === undefined || isGone(lease, NO_LOCK);
        if (!gone && isHeld(lease, holder, now)) return described(lease);
        if (gone) {
          await connection.change(sql`update message set lease_holder = null, lease_until = null
            where lease_holder is not null and state = 'pending'`);
        }
        await take(holder, now, now + length);
        return null;
      }),
    renew: async (holder, now, length) =>
      (await connection.change(sql`update lease set renewed_at = ${now}, expires_at = ${now + length}
        where holder = ${holder} and process = ${THIS_PROCESS}`)) > 0,
    heldBy: async (now) => {
      const lease = await current();
      const isOther = lease !== undefined && lease.process !== THIS_PROCESS && isHeld(lease, '', now);
      return isOther ? described(lease) : null;
    },
    release: async (holder) => {
      await connection.change(sql`delete from lease where holder = ${holder} and process = ${THIS_PROCESS}`);
    },
  };
}
