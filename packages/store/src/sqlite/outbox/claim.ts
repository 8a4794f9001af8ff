import { DAY } from '@roamwatch/core';
import { sql } from 'kysely';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { toMessage } from './messages.js';

/** No lease and no pause between attempts is this long: a time further ahead was set by a clock that was wrong. */
const LONGEST_WAIT = 2 * DAY;

export function claim(connection: Connection): OutboxStore['claim'] {
  const take = connection.prepare(
    (db, p: Params<{ now: number; latest: number; until: number; limit: number; holder: string }>) =>
      db
        .updateTable('message')
        .set({ lease_holder: p.holder, lease_until: p.until, attempts: sql`attempts + 1` })
        .where('seq', 'in', (due) =>
          due
            .selectFrom('message')
            .select('seq')
            .where('state', '=', sql.lit('pending'))
            .where((is) => is.or([is('next_attempt_at', '<=', p.now), is('next_attempt_at', '>', p.latest)]))
            .where((is) =>
              is.or([
                is('lease_until', 'is', null),
                is('lease_until', '<=', p.now),
                is('lease_until', '>', p.latest),
              ]),
            )
            .orderBy('seq')
            .limit(p.limit),
        )
        .returningAll(),
  );
  return (now, lease, limit, holder) =>
    take
      .all({ now, latest: now + LONGEST_WAIT, until: now + lease, limit, holder })
      .sort((a, b) => a.seq - b.seq)
      .map((row) => ({ ...toMessage(row), attempts: row.attempts - 1 }));
}
