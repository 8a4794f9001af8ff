import type { CycleStore, Division } from '../../stores/cycle-store.js';
import type { Database, Params } from '../database/database.js';

type Shards = 'shard' | 'shardsLeft' | 'shardResults' | 'finishShard';

/** The parts of a cycle that several processes share. */
export function shards(database: Database): Pick<CycleStore, Shards> {
  const one = database.prepare((db, p: Params<{ cycle: number; position: number }>) =>
    db.selectFrom('poll_shard').selectAll().where('cycle', '=', p.cycle).where('position', '=', p.position),
  );
  const left = database.prepare((db, p: Params<{ cycle: number }>) =>
    db
      .selectFrom('poll_shard')
      .select('position')
      .where('cycle', '=', p.cycle)
      .where('result', 'is', null)
      .orderBy('position'),
  );
  const results = database.prepare((db, p: Params<{ cycle: number }>) =>
    db
      .selectFrom('poll_shard')
      .select('result')
      .where('cycle', '=', p.cycle)
      .where('result', 'is not', null)
      .orderBy('position')
      .$narrowType<{ result: string }>(),
  );
  const finish = database.prepare((db, p: Params<{ cycle: number; position: number; result: string }>) =>
    db
      .updateTable('poll_shard')
      .set({ result: p.result })
      .where('cycle', '=', p.cycle)
      .where('position', '=', p.position)
      .where('result', 'is', null),
  );

  return {
    async shard(cycle, position) {
      const row = await one.get({ cycle, position });
      if (row === undefined) return null;
      const { after_esim: after, last_esim: last, esims, result } = row;
      return { position, after, last, esims: esims && JSON.parse(esims), isDone: result !== null };
    },
    shardsLeft: async (cycle) => (await left.all({ cycle })).map(({ position }) => position),
    shardResults: async (cycle) => (await results.all({ cycle })).map(({ result }) => JSON.parse(result)),
    finishShard: async (cycle, position, result) =>
      (await finish.run({ cycle, position, result: JSON.stringify(result) })) > 0,
  };
}

/** A shard as it is stored, before it was polled. */
export interface NewShardRow {
  cycle: number;
  /** Its position. */
  shard: number;
  after_esim: number;
  last_esim: number;
  /** JSON. */
  esims: string | null;
}

export function toShardRows({ cycle, shards }: Division): readonly NewShardRow[] {
  return shards.map(({ position, after, last, esims }) => ({
    cycle,
    shard: position,
    after_esim: after,
    last_esim: last,
    esims: esims && JSON.stringify(esims),
  }));
}
