import type { CycleStore } from '../../stores/cycle-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export function createCycleStore(connection: Connection): CycleStore {
  return {
    begin: begin(connection),
    finish: finish(connection),
    lastGoodAt: lastGoodAt(connection),
    failuresRunning: failuresRunning(connection),
  };
}

function begin(connection: Connection): CycleStore['begin'] {
  const insert = connection.prepare((db, { at }: Params<{ at: number }>) =>
    db.insertInto('cycle').values({ begun_at: at }).returning('id'),
  );
  return (at) => {
    const row = insert.get({ at });
    if (row === undefined) throw new Error('SQLite returned no row for an inserted cycle');
    return row.id;
  };
}

function finish(connection: Connection): CycleStore['finish'] {
  const update = connection.prepare(
    (db, p: Params<{ id: number; at: number; summary: string; error: string | null }>) =>
      db
        .updateTable('cycle')
        .set({ ended_at: p.at, summary: p.summary, error: p.error })
        .where('id', '=', p.id),
  );
  return (id, at, summary, error) => void update.run({ id, at, summary: JSON.stringify(summary), error });
}

export function lastGoodAt(connection: Connection): CycleStore['lastGoodAt'] {
  const select = connection.prepare((db) =>
    db
      .selectFrom('cycle')
      .select('ended_at')
      .where('ended_at', 'is not', null)
      .where('error', 'is', null)
      .orderBy('id', 'desc')
      .limit(1),
  );
  return () => select.get({})?.ended_at ?? null;
}

export function failuresRunning(connection: Connection): CycleStore['failuresRunning'] {
  const select = connection.prepare((db) =>
    db
      .selectFrom('cycle')
      .select((failures) => failures.fn.countAll<number>().as('failures'))
      .where('error', 'is not', null)
      .where('id', '>', (good) =>
        good
          .selectFrom('cycle')
          .select((last) => last.fn.coalesce(last.fn.max('id'), last.lit(0)).as('id'))
          .where('ended_at', 'is not', null)
          .where('error', 'is', null),
      ),
  );
  return () => select.get({})?.failures ?? 0;
}
