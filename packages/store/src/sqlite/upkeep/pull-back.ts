import { HOUR, MINUTE, type UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import type { UpkeepStore } from '../../stores/upkeep-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** The clocks of two processes may differ, and one may be put back a little at any time. */
const TOLERANCE = MINUTE;

/** No pause between two attempts is longer. */
const LONGEST_PAUSE = HOUR;

/** What is written all the time, by its newest row: where none of it is ahead, nothing is. */
const NEWEST = [
  ['cycle', 'begun_at', 'id'],
  ['cycle', 'ended_at', 'id'],
  ['message', 'created_at', 'seq'],
  ['message', 'finished_at', 'seq'],
  ['notification', 'at', 'id'],
  ['alert_event', 'at', 'id'],
] as const;

/** When something happened: none of it can have happened later than now. */
const HAPPENED = [
  ['cycle', 'begun_at'],
  ['cycle', 'ended_at'],
  ['message', 'created_at'],
  ['message', 'finished_at'],
  ['notification', 'at'],
  ['notification', 'discarded_at'],
  ['alert', 'opened_at'],
  ['alert', 'changed_at'],
  ['alert', 'resolved_at'],
  ['alert', 'acknowledged_at'],
  ['alert_event', 'at'],
  ['esim', 'first_seen_at'],
  ['esim', 'left_list_at'],
  ['esim_state', 'listed_at'],
  ['esim_state', 'failing_since'],
  ['esim_state', 'history_fetched_at'],
  ['esim_state', 'history_failed_at'],
  ['esim_state', 'reading_at'],
  // What an unchanged answer spares is worked out anew, and so is when the clock's rules look next.
  ['esim_state', 'quiet_until'],
  ['esim_state', 'clock_due_at'],
  ['poll_memory', 'due_at'],
  ['poll_memory', 'asked_at'],
  ['poll_memory', 'updated_at'],
  ['daily_usage', 'first_seen_at'],
  ['daily_usage', 'last_changed_at'],
  ['rejected', 'first_at'],
  ['rejected', 'last_at'],
] as const;

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
