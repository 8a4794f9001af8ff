import { MINUTE } from '@roamwatch/core';
import { sql } from 'kysely';
import { HAPPENED, LONGEST_PAUSE, NEWEST } from '../../sql/upkeep/pull-back.js';
import type { UpkeepStore } from '../../stores/upkeep-store.js';
import type { Connection } from '../database/connection.js';

/** The clocks of machines that share a database differ by more than those of processes of one machine. */
const TOLERANCE = 15 * MINUTE;

export function pullingBack(connection: Connection): Pick<UpkeepStore, 'pullBack'> {
  async function isAhead(latest: number): Promise<boolean> {
    for (const [table, column, key] of NEWEST) {
      const [row] = await connection.rows<{ at: number | null }>(
        sql`select ${sql.ref(column)} as at from ${sql.table(table)} order by ${sql.ref(key)} desc limit 1`,
      );
      if ((row?.at ?? 0) > latest) return true;
    }
    return false;
  }

  return {
    async pullBack(now) {
      const latest = now + TOLERANCE;
      if (!(await isAhead(latest))) return false;
      await connection.transaction(async () => {
        for (const [table, column] of HAPPENED) {
          const [rows, at] = [sql.table(table), sql.ref(column)];
          await connection.change(sql`update ${rows} set ${at} = ${now} where ${at} > ${latest}`);
        }
        const longest = now + LONGEST_PAUSE;
        await connection.change(sql`update message set next_attempt_at = ${now}
          where state = 'pending' and next_attempt_at > ${longest}`);
        await connection.change(sql`update message set lease_holder = null, lease_until = null
          where lease_until > ${longest}`);
        await connection.change(sql`delete from reading where at > ${latest}`);
      });
      return true;
    },
  };
}
