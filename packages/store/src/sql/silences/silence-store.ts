import type { Silence, SilenceStore } from '../../stores/silence-store.js';
import type { Database, Params } from '../database/database.js';
import { activeSilencesQuery, toSilence } from './silences.js';

export function createSilenceStore(database: Database): SilenceStore {
  const insert = database.prepare((db, p: Params<Omit<Silence, 'id' | 'endedBy'>>) =>
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
  const select = database.prepare((db) => db.selectFrom('silence').selectAll().orderBy('id'));
  const update = database.prepare(
    (db, { id, at, by }: Params<{ id: number; at: number; by: string | null }>) =>
      db
        .updateTable('silence')
        .set({ ends_at: at, ended_by: by })
        .where('id', '=', id)
        .where('ends_at', '>', at),
  );
  const activeAt = database.prepare(activeSilencesQuery);

  return {
    async add(silence) {
      const row = await insert.get({ ...silence, createdBy: silence.createdBy ?? null });
      if (row === undefined) throw new Error('the database returned no row for an inserted silence');
      return row.id;
    },
    async active(at) {
      return (await activeAt.all({ at })).map(toSilence);
    },
    async all() {
      return (await select.all({})).map(toSilence);
    },
    async end(id, at, by) {
      return (await update.run({ id, at, by: by ?? null })) > 0;
    },
  };
}
