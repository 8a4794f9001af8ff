import type { Selectable } from 'kysely';
import type { SilenceTable } from '../../schema/silence.js';
import type { Silence, SilenceStore } from '../../stores/silence-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export function createSilenceStore(connection: Connection): SilenceStore {
  return { add: add(connection), active: active(connection), all: all(connection), end: end(connection) };
}

function add(connection: Connection): SilenceStore['add'] {
  const insert = connection.prepare((db, p: Params<Omit<Silence, 'id'>>) =>
    db
      .insertInto('silence')
      .values({ matcher: p.matcher, comment: p.comment, created_at: p.createdAt, ends_at: p.endsAt })
      .returning('id'),
  );
  return (silence) => {
    const row = insert.get(silence);
    if (row === undefined) throw new Error('SQLite returned no row for an inserted silence');
    return row.id;
  };
}

function active(connection: Connection): SilenceStore['active'] {
  const select = connection.prepare((db, { at }: Params<{ at: number }>) =>
    db.selectFrom('silence').selectAll().where('ends_at', '>', at).orderBy('id'),
  );
  return (at) => select.all({ at }).map(toSilence);
}

function all(connection: Connection): SilenceStore['all'] {
  const select = connection.prepare((db) => db.selectFrom('silence').selectAll().orderBy('id'));
  return () => select.all({}).map(toSilence);
}

function end(connection: Connection): SilenceStore['end'] {
  const update = connection.prepare((db, { id, at }: Params<{ id: number; at: number }>) =>
    db.updateTable('silence').set({ ends_at: at }).where('id', '=', id).where('ends_at', '>', at),
  );
  return (id, at) => update.run({ id, at }) > 0;
}

function toSilence(row: Selectable<SilenceTable>): Silence {
  return {
    id: row.id,
    matcher: row.matcher,
    comment: row.comment,
    createdAt: row.created_at,
    endsAt: row.ends_at,
  };
}
