import { hostname } from 'node:os';
import { sql } from 'kysely';
import { described, holdersIn, isGone, isHeld, type Lease, THIS_PROCESS } from '../../sql/lease/lease.js';
import type { InstanceLease, Tenancy } from '../../stores/instance-lease.js';
import type { Connection } from '../database/connection.js';

/** "RWLE": taken to acquire the lease. */
const LOCK = 0x52574c45;

/** There is no file to lock: only expiry shows whether a process on another machine is gone. */
const NO_LOCK = null;

/** A row of its own says that a process works alone; those that share have the rows after it. */
const ALONE = 1;

/** A lease as it is taken. */
interface Taken {
  readonly holder: string;
  readonly now: number;
  readonly expiresAt: number;
  readonly version: string | null;
}

export function createInstanceLease(connection: Connection): InstanceLease {
  const all = () => connection.rows<Lease>(sql`select * from lease order by id`);

  async function take(lease: Taken, tenancy: Tenancy): Promise<void> {
    const { holder, now, expiresAt, version } = lease;
    const id = tenancy === 'alone' ? sql`${ALONE}` : sql`(select coalesce(max(id), ${ALONE}) + 1 from lease)`;
    await connection.change(sql`insert into lease (id, holder, host, pid, process, acquired_at, renewed_at, expires_at,
        version)
      values (${id}, ${holder}, ${hostname()}, ${process.pid}, ${THIS_PROCESS}, ${now}, ${now}, ${expiresAt}, ${version})`);
  }

  async function remove(leases: readonly Lease[]): Promise<void> {
    if (leases.length === 0) return;
    await connection.change(sql`delete from lease where id in (${sql.join(leases.map(({ id }) => id))})`);
  }

  async function freeClaims(): Promise<void> {
    await connection.change(sql`update message set lease_holder = null, lease_until = null
      where lease_holder is not null and state = 'pending'`);
  }

  return {
    acquire: (holder, now, length, tenancy = 'alone', version) =>
      connection.transaction(async () => {
        await connection.rows(sql`select pg_advisory_xact_lock(${LOCK}::bigint)`);
        const leases = await all();
        const isLive = (lease: Lease) => !isGone(lease, NO_LOCK) && isHeld(lease, holder, now);
        const [other] = leases.filter(isLive);
        if (tenancy === 'alone') {
          if (other !== undefined) return described(other);
          if (leases.every((lease) => isGone(lease, NO_LOCK))) await freeClaims();
        }
        await remove(leases.filter((lease) => !isLive(lease)));
        await take({ holder, now, expiresAt: now + length, version: version ?? null }, tenancy);
        return null;
      }),
    renew: async (holder, now, length) =>
      (await connection.change(sql`update lease set renewed_at = ${now}, expires_at = ${now + length},
          acquired_at = case when id > ${ALONE} and expires_at <= ${now} then ${now} else acquired_at end
        where holder = ${holder} and process = ${THIS_PROCESS}`)) > 0,
    heldBy: async (now) => {
      const other = (await all()).find((lease) => lease.process !== THIS_PROCESS && isHeld(lease, '', now));
      return other === undefined ? null : described(other);
    },
    describe: async (holder, fingerprint) => {
      const text = JSON.stringify(fingerprint);
      await connection.change(sql`update lease set fingerprint = ${text}
        where holder = ${holder} and process = ${THIS_PROCESS} and fingerprint is distinct from ${text}`);
    },
    holders: async (now) => holdersIn(await all(), now),
    release: async (holder) => {
      await connection.change(sql`delete from lease where holder = ${holder} and process = ${THIS_PROCESS}`);
    },
  };
}
