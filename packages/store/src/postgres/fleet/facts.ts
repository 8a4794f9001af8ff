import type { EsimKey, StoredFacts, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import { dayOf } from '../../schema/day.js';
import { keyList } from '../../sql/database/dialect.js';
import { factsQuery, placesQuery, toFacts } from '../../sql/fleet/facts.js';
import type { Connection } from '../database/connection.js';

export function loadFacts(
  connection: Connection,
): (esims: readonly EsimKey[], at: UnixSeconds, withPlaces?: boolean) => Promise<readonly StoredFacts[]> {
  const facts = connection.prepare(factsQuery);
  const places = connection.prepare(placesQuery);
  return async (esims, at, withPlaces = true) => {
    const keys = keyList(esims);
    const seenIn = withPlaces ? await places.all({ keys }) : [];
    return toFacts(await facts.all({ keys, on: dayOf(at) }), seenIn, at);
  };
}

/** Keeps others from changing the state of these eSIMs until the transaction ends; in the order of keys, so that nobody waits for each other. */
export function lockStates(connection: Connection): (esims: readonly EsimKey[]) => Promise<void> {
  return async (esims) => {
    if (esims.length === 0) return;
    await connection.rows(sql`select esim from esim_state where esim = any(${[...esims]}::bigint[])
      order by esim for update`);
  };
}
