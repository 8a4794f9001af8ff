import type { EsimKey, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { NOT_FAILING } from '../fleet/record-failure.js';

/** The last good readings were taken again at these instants, with the same figures. One statement for a batch. */
export function confirmReadings(
  connection: Connection,
): (readAgain: ReadonlyMap<EsimKey, UnixSeconds>) => void {
  const update = connection.prepare((db, { readAgain }: Params<{ readAgain: string }>) =>
    db
      .updateTable('esim_state')
      .from(
        sql<{ esim: number; at: number }>`(
          select value ->> 0 as esim, value ->> 1 as at from json_each(${readAgain})
        )`.as('read_again'),
      )
      .set((column) => ({ reading_at: column.ref('read_again.at'), ...NOT_FAILING }))
      .whereRef('esim_state.esim', '=', 'read_again.esim'),
  );
  return (readAgain) => void update.run({ readAgain: JSON.stringify([...readAgain]) });
}
