import type { EsimKey, StoredFacts, UnixSeconds } from '@roamwatch/core';
import { dayOf } from '../../schema/day.js';
import { keyList } from '../../sql/database/dialect.js';
import { factsQuery, placesQuery, toFacts } from '../../sql/fleet/facts.js';
import type { Connection } from '../database/connection.js';

/** For transactions, which are synchronous; `FleetStore.facts` is this. */
export function loadFacts(
  connection: Connection,
): (esims: readonly EsimKey[], at: UnixSeconds, withPlaces?: boolean) => readonly StoredFacts[] {
  const facts = connection.prepare(factsQuery);
  const places = connection.prepare(placesQuery);
  return (esims, at, withPlaces = true) => {
    const keys = keyList(esims);
    const seenIn = withPlaces ? places.all({ keys }) : [];
    return toFacts(facts.all({ keys, on: dayOf(at) }), seenIn, at);
  };
}
