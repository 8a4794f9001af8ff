import type { EsimKey, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import {
  type DueByClock,
  dueByClockParams,
  dueByClockQuery,
  forgetClockQuery,
  NOTHING_FORESEEN,
} from '../../sql/fleet/clock-due.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** Keys of eSIMs that rules may speak about and for which the clock alone can have changed something by `now`. */
export function dueByClock(connection: Connection): (due: DueByClock) => readonly EsimKey[] {
  const select = connection.prepare(dueByClockQuery);
  return (due) => select.all(dueByClockParams(due)).map((row) => row.id);
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
  const update = connection.prepare(forgetClockQuery);
  return () => void update.run({});
}

/** For one eSIM whose list entry changed. */
export function forgetClockOf(connection: Connection): (esim: EsimKey) => void {
  const update = connection.prepare((db, { esim }: Params<{ esim: number }>) =>
    db.updateTable('esim_state').set(NOTHING_FORESEEN).where('esim', '=', esim),
  );
  return (esim) => void update.run({ esim });
}
