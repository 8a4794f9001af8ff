import type { SessionStore, StoredSession } from '../../stores/session-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export function createSessionStore(connection: Connection): SessionStore {
  const insert = connection.prepare((db, p: Params<StoredSession>) =>
    db.insertInto('session').values({
      id: p.id,
      role: p.role,
      proof: p.proof,
      created_at: p.createdAt,
      expires_at: p.expiresAt,
    }),
  );
  const select = connection.prepare((db, { id, now }: Params<{ id: string; now: number }>) =>
    db.selectFrom('session').selectAll().where('id', '=', id).where('expires_at', '>', now),
  );
  const update = connection.prepare((db, { id, expiresAt }: Params<{ id: string; expiresAt: number }>) =>
    db.updateTable('session').set({ expires_at: expiresAt }).where('id', '=', id),
  );
  const remove = connection.prepare((db, { id }: Params<{ id: string }>) =>
    db.deleteFrom('session').where('id', '=', id),
  );
  const removeExpired = connection.prepare((db, { now }: Params<{ now: number }>) =>
    db.deleteFrom('session').where('expires_at', '<=', now),
  );

  return {
    async add(session) {
      connection.transaction(() => {
        removeExpired.run({ now: session.createdAt });
        insert.run(session);
      });
    },
    async find(id, now) {
      const row = select.get({ id, now });
      if (row === undefined) return null;
      return { id, role: row.role, proof: row.proof, createdAt: row.created_at, expiresAt: row.expires_at };
    },
    async extend(id, expiresAt) {
      update.run({ id, expiresAt });
    },
    async end(id) {
      remove.run({ id });
    },
  };
}
