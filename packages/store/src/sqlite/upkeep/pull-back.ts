import { MINUTE, type UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import { HAPPENED, LONGEST_PAUSE, NEWEST } from '../../sql/upkeep/pull-back.js';
import type { UpkeepStore } from '../../stores/upkeep-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** The clocks of two processes may differ, and one may be put back a little at any time. */
const TOLERANCE = MINUTE;

export function pullingBack(connection: Connection): Pick<UpkeepStore, 'pullBack'> {
  const newest = NEWEST.map(([table, column, key]) =>
    connection.prepare((db) => {
      const query = sql<{
        at: number | null;
      }>`select ${sql.ref(column)} as at from ${sql.table(table)} order by ${sql.ref(key)} desc limit 1`;
      return { compile: () => query.compile(db) };
    }),
  );
  const happened = HAPPENED.map(([table, column]) =>
    connection.prepare((db, { now, latest }: Params<{ now: number; latest: number }>) => {
      const [in_, at] = [sql.table(table), sql.ref(column)];
      return { compile: () => sql`update ${in_} set ${at} = ${now} where ${at} > ${latest}`.compile(db) };
    }),
  );
  const pauses = connection.prepare((db, { now, latest }: Params<{ now: number; latest: number }>) =>
    db
      .updateTable('message')
      .set({ next_attempt_at: now })
      .where('state', '=', 'pending')
      .where('next_attempt_at', '>', latest),
  );
  const claims = connection.prepare((db, { latest }: Params<{ latest: number }>) =>
    db
      .updateTable('message')
      .set({ lease_holder: null, lease_until: null })
      .where('lease_until', '>', latest),
  );
  const readings = connection.prepare((db, { latest }: Params<{ latest: number }>) =>
    db.deleteFrom('reading').where('at', '>', latest),
  );

  return {
    async pullBack(now: UnixSeconds) {
      const latest = now + TOLERANCE;
      if (!newest.some((of) => (of.get({})?.at ?? 0) > latest)) return false;
      connection.transaction(() => {
        for (const one of happened) one.run({ now, latest });
        pauses.run({ now, latest: now + LONGEST_PAUSE });
        claims.run({ latest: now + LONGEST_PAUSE });
        readings.run({ latest });
      });
      return true;
    },
  };
}
