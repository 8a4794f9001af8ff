import type { Silence, SilenceStore } from '../../stores/silence-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { activeSilences, toSilence } from './active-silences.js';

export function createSilenceStore(connection: Connection): SilenceStore {
  const insert = connection.prepare((db, p: Params<Omit<Silence, 'id' | 'endedBy'>>) =>
    db
      .insertInto('silence')
      .values({
        matcher: p.matcher,
        comment: p.comment,
        created_at: p.createdAt,
        ends_at: p.endsAt,
        created_by: p.createdBy,
      })
      .returning('id'),
  );
  const select = connection.prepare((db) => db.selectFrom('silence').selectAll().orderBy('id'));
  const update = connection.prepare(
    (db, { id, at, by }: Params<{ id: number; at: number; by: string | null }>) =>
      db
        .updateTable('silence')
        .set({ ends_at: at, ended_by: by })
        .where('id', '=', id)
        .where('ends_at', '>', at),
  );
  const activeAt = activeSilences(connection);

  return {
    async add(silence) {
      const row = insert.get({ ...silence, createdBy: silence.createdBy ?? null });
      if (row === undefined) throw new Error('SQLite returned no row for an inserted silence');
      return row.id;
    },
    async active(at) {
      return activeAt(at);
    },
    async all() {
      return select.all({}).map(toSilence);
    },
    async end(id, at, by) {
      return update.run({ id, at, by: by ?? null }) > 0;
    },
  };
}
