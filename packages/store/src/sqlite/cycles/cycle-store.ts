import type { CycleStore } from '../../stores/cycle-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { lastGoodCycle } from './last-good-cycle.js';

export function createCycleStore(connection: Connection): CycleStore {
  const insert = connection.prepare((db, { at }: Params<{ at: number }>) =>
    db.insertInto('cycle').values({ begun_at: at }).returning('id'),
  );
  const update = connection.prepare(
    (db, p: Params<{ id: number; at: number; summary: string; error: string | null }>) =>
      db
        .updateTable('cycle')
        .set({ ended_at: p.at, summary: p.summary, error: p.error })
        .where('id', '=', p.id),
  );
  const lastGood = lastGoodCycle(connection);

  return {
    async begin(at) {
      const row = insert.get({ at });
      if (row === undefined) throw new Error('SQLite returned no row for an inserted cycle');
      return row.id;
    },
    async finish(id, at, summary, error) {
      update.run({ id, at, summary: JSON.stringify(summary), error });
    },
    async lastGoodAt() {
      return lastGood();
    },
  };
}
