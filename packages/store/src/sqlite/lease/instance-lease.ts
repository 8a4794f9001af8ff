import { hostname } from 'node:os';
import { sql } from 'kysely';
import { described, holdersIn, isGone, isHeld, type Lease, THIS_PROCESS } from '../../sql/lease/lease.js';
import type { InstanceLease } from '../../stores/instance-lease.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import type { InstanceLock } from './instance-lock.js';

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
      version: p.version,
      fingerprint: p.fingerprint,
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
  const describe = connection.prepare(
    (db, p: Params<{ holder: string; process: string; fingerprint: string }>) =>
      db
        .updateTable('lease')
        .set({ fingerprint: p.fingerprint })
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
    async acquire(holder, now, length, _tenancy, version) {
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
          version: version ?? null,
          fingerprint: null,
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
    async describe(holder, fingerprint) {
      describe.run({ holder, process: THIS_PROCESS, fingerprint: JSON.stringify(fingerprint) });
    },
    async holders(now) {
      const lease = current.get({});
      return holdersIn(lease === undefined ? [] : [lease], now);
    },
    async heldBy(now) {
      const lease = current.get({});
      const isOther = lease !== undefined && lease.process !== THIS_PROCESS && isHeld(lease, '', now);
      return isOther ? described(lease) : null;
    },
  };
}
