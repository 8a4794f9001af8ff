import type { CycleStore } from '../../stores/cycle-store.js';
import type { Database, Params } from '../database/database.js';
import { lastGoodCycle } from './last-good-cycle.js';
import { shards } from './shards.js';

/** @param share takes several statements in one transaction, which each database does in its own way. */
export function createCycleStore(database: Database, share: CycleStore['share']): CycleStore {
  const insert = database.prepare((db, { at }: Params<{ at: number }>) =>
    db.insertInto('cycle').values({ begun_at: at }).returning('id'),
  );
  const update = database.prepare(
    (db, p: Params<{ id: number; at: number; summary: string; error: string | null }>) =>
      db
        .updateTable('cycle')
        .set({ ended_at: p.at, summary: p.summary, error: p.error })
        .where('id', '=', p.id),
  );
  const lastGoodAt = lastGoodCycle(database);
  const lastGoodBegunAt = lastGoodCycle(database, 'begun_at');

  return {
    ...shards(database),
    share,
    async begin(at) {
      const row = await insert.get({ at });
      if (row === undefined) throw new Error('the database returned no row for an inserted cycle');
      return row.id;
    },
    async finish(id, at, summary, error) {
      await update.run({ id, at, summary: JSON.stringify(summary), error });
    },
    lastGoodAt,
    lastGoodBegunAt,
  };
}
