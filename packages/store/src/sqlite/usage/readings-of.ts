import type { EarlierReading, EsimKey, UnixSeconds } from '@roamwatch/core';
import { keyList } from '../../sql/database/dialect.js';
import type { Connection } from '../database/connection.js';
import { listOf } from '../database/list-of.js';
import type { Params } from '../database/statement.js';

/**
 * Readings kept since `from`, oldest first, by eSIM; the last good one only where it is kept. One query for a whole
 * batch, and one row for an eSIM: there can be dozens of readings of each.
 */
export function readingsOf(
  connection: Connection,
): (esims: readonly EsimKey[], from: UnixSeconds) => ReadonlyMap<EsimKey, readonly EarlierReading[]> {
  const select = connection.prepare(
    (db, { keys, from }: Params<{ keys: string; from: number }>, { keysIn }) =>
      db
        .selectFrom((readings) =>
          readings
            .selectFrom('reading')
            .select(['esim', 'at', 'remaining_bytes'])
            .where('esim', 'in', keysIn(keys))
            .where('at', '>=', from)
            .orderBy('esim')
            .orderBy('at')
            .as('reading'),
        )
        .select(['esim', listOf('at').as('instants'), listOf('remaining_bytes').as('remaining')])
        .groupBy('esim'),
  );
  return (esims, from) =>
    new Map(
      select
        .all({ keys: keyList(esims), from })
        .map(({ esim, instants, remaining }): [EsimKey, readonly EarlierReading[]] => {
          const figures: readonly (number | null)[] = JSON.parse(remaining);
          const times: readonly number[] = JSON.parse(instants);
          return [esim, times.map((at, index) => ({ at, remainingBytes: figures[index] ?? null }))];
        }),
    );
}
