import type { EsimKey, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Page } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** What was foreseen of alerts no longer holds. */
export const NOTHING_FORESEEN = { clock_due_at: null, quiet_until: null };

/** Keys of eSIMs that rules may speak about and for which the clock alone can have changed something by `now`. */
export function dueByClock(connection: Connection): (now: UnixSeconds, page: Page) => readonly EsimKey[] {
  type Due = { now: number; after: number; limit: number };
  const select = connection.prepare((db, { now, after, limit }: Params<Due>) =>
    db
      .selectFrom('esim')
      .innerJoin('esim_state', 'esim_state.esim', 'esim.id')
      .select('id')
      .where((is) => is.or([is('clock_due_at', 'is', null), is('clock_due_at', '<=', now)]))
      .where((is) =>
        is.or([
          is('left_list_at', 'is', null),
          is.exists(
            is
              .selectFrom('alert')
              .select('alert.id')
              .whereRef('alert.esim', '=', 'esim.id')
              .where('alert.state', '=', 'open'),
          ),
        ]),
      )
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit),
  );
  return (now, page) => select.all({ now, ...page }).map((row) => row.id);
}

/** One statement for a batch; rows whose instant stays the same are not written. */
export function setClockDue(connection: Connection): (due: ReadonlyMap<EsimKey, UnixSeconds>) => void {
  const update = connection.prepare((db, { due }: Params<{ due: string }>) =>
    db
      .updateTable('esim_state')
      .from(
        sql<{ esim: number; at: number }>`(
        select value ->> 0 as esim, value ->> 1 as at from json_each(${due})
      )`.as('due'),
      )
      .set((column) => ({ clock_due_at: column.ref('due.at') }))
      .whereRef('esim_state.esim', '=', 'due.esim')
      .whereRef('esim_state.clock_due_at', 'is distinct from', 'due.at'),
  );
  return (due) => void update.run({ due: JSON.stringify([...due]) });
}

/** Makes every eSIM due by the clock and every answer worth evaluating. */
export function forgetClock(connection: Connection): () => void {
  const update = connection.prepare((db) =>
    db
      .updateTable('esim_state')
      .set(NOTHING_FORESEEN)
      .where((is) => is.or([is('clock_due_at', 'is not', null), is('quiet_until', 'is not', null)])),
  );
  return () => void update.run({});
}

/** For one eSIM of which the list says something new. */
export function forgetClockOf(connection: Connection): (esim: EsimKey) => void {
  const update = connection.prepare((db, { esim }: Params<{ esim: number }>) =>
    db.updateTable('esim_state').set(NOTHING_FORESEEN).where('esim', '=', esim),
  );
  return (esim) => void update.run({ esim });
}
