import { sql } from 'kysely';
import { toShardRows } from '../../sql/cycles/shards.js';
import type { CycleStore } from '../../stores/cycle-store.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';
import { getSetting, lockSetting, setSetting } from '../settings/settings-store.js';

const COLUMNS = {
  cycle: 'bigint',
  shard: 'bigint',
  after_esim: 'bigint',
  last_esim: 'bigint',
  esims: 'text',
} as const;

/** Divides the fleet of a cycle. */
export function share(connection: Connection): CycleStore['share'] {
  const get = getSetting(connection);
  const set = setSetting(connection);
  const lock = lockSetting(connection);
  return (division, { key, change }) =>
    connection.transaction(async () => {
      await lock(key);
      await set(key, change(await get(key)));
      await connection.change(sql`delete from poll_shard where cycle < ${division.cycle}`);
      await connection.change(sql`insert into poll_shard (cycle, position, after_esim, last_esim, esims)
        select cycle, shard, after_esim, last_esim, esims from ${tableOf('given', toShardRows(division), COLUMNS)}`);
      if (division.sending) await connection.run({ ...division.sending, isReading: false });
    });
}
