import type { EarlierReading, EsimKey, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';

interface Row {
  readonly esim: EsimKey;
  readonly instants: readonly number[];
  readonly remaining: readonly (number | null)[];
}

/** Readings kept since `from`, oldest first, by eSIM; the last good one only where it is kept. One row an eSIM. */
export function readingsOf(
  connection: Connection,
): (
  esims: readonly EsimKey[],
  from: UnixSeconds,
) => Promise<ReadonlyMap<EsimKey, readonly EarlierReading[]>> {
  return async (esims, from) => {
    const rows = await connection.rows<Row>(sql`select esim, array_agg(at::float8 order by at) as instants,
        array_agg(remaining_bytes::float8 order by at) as remaining
      from reading where esim = any(${[...esims]}::bigint[]) and at >= ${from} group by esim`);
    return new Map(
      rows.map(({ esim, instants, remaining }) => [
        esim,
        instants.map((at, index) => ({ at, remainingBytes: remaining[index] ?? null })),
      ]),
    );
  };
}
