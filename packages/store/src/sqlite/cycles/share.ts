import { type NewShardRow, toShardRows } from '../../sql/cycles/shards.js';
import type { CycleStore } from '../../stores/cycle-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { getSetting, setSetting } from '../settings/settings-store.js';

/** Divides the fleet of a cycle. */
export function share(connection: Connection): CycleStore['share'] {
  const get = getSetting(connection);
  const set = setSetting(connection);
  const removeEarlier = connection.prepare((db, p: Params<{ cycle: number }>) =>
    db.deleteFrom('poll_shard').where('cycle', '<', p.cycle),
  );
  const insert = connection.prepare((db, p: Params<NewShardRow>) =>
    db.insertInto('poll_shard').values({
      cycle: p.cycle,
      position: p.shard,
      after_esim: p.after_esim,
      last_esim: p.last_esim,
      esims: p.esims,
      result: null,
    }),
  );
  return async (division, { key, change }) =>
    connection.transaction(() => {
      set(key, change(get(key)));
      removeEarlier.run({ cycle: division.cycle });
      for (const row of toShardRows(division)) insert.run({ ...row });
      if (division.sending) connection.sqlite.prepare(division.sending.sql).run(...division.sending.values);
    });
}
