import type { SessionStore, StoredSession } from '../../stores/session-store.js';
import type { Database, Params } from '../database/database.js';

export function createSessionStore(database: Database): SessionStore {
  const insert = database.prepare((db, p: Params<StoredSession>) =>
    db.insertInto('session').values({
      id: p.id,
      role: p.role,
      proof: p.proof,
      created_at: p.createdAt,
      expires_at: p.expiresAt,
    }),
  );
  const select = database.prepare((db, { id, now }: Params<{ id: string; now: number }>) =>
    db.selectFrom('session').selectAll().where('id', '=', id).where('expires_at', '>', now),
  );
  const update = database.prepare((db, { id, expiresAt }: Params<{ id: string; expiresAt: number }>) =>
    db.updateTable('session').set({ expires_at: expiresAt }).where('id', '=', id),
  );
  const remove = database.prepare((db, { id }: Params<{ id: string }>) =>
    db.deleteFrom('session').where('id', '=', id),
  );
  const removeExpired = database.prepare((db, { now }: Params<{ now: number }>) =>
    db.deleteFrom('session').where('expires_at', '<=', now),
  );

  return {
    async add(session) {
      await removeExpired.run({ now: session.createdAt });
      await insert.run(session);
    },
    async find(id, now) {
      const row = await select.get({ id, now });
      if (row === undefined) return null;
      return { id, role: row.role, proof: row.proof, createdAt: row.created_at, expiresAt: row.expires_at };
    },
    async extend(id, expiresAt) {
      await update.run({ id, expiresAt });
    },
    async end(id) {
      await remove.run({ id });
    },
  };
}
