import type { Silence, SilenceStore } from '../../stores/silence-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { activeSilences, toSilence } from './active-silences.js';

export function createSilenceStore(connection: Connection): SilenceStore {
  const insert = connection.prepare((db, p: Params<Omit<Silence, 'id'>>) =>
    db
      .insertInto('silence')
      .values({ matcher: p.matcher, comment: p.comment, created_at: p.createdAt, ends_at: p.endsAt })
      .returning('id'),
  );
  const select = connection.prepare((db) => db.selectFrom('silence').selectAll().orderBy('id'));
  const update = connection.prepare((db, { id, at }: Params<{ id: number; at: number }>) =>
    db.updateTable('silence').set({ ends_at: at }).where('id', '=', id).where('ends_at', '>', at),
  );
  const activeAt = activeSilences(connection);

  return {
    async add(silence) {
      const row = insert.get(silence);
      if (row === undefined) throw new Error('SQLite returned no row for an inserted silence');
      return row.id;
    },
    async active(at) {
      return activeAt(at);
    },
    async all() {
      return select.all({}).map(toSilence);
    },
    async end(id, at) {
      return update.run({ id, at }) > 0;
    },
  };
}
