import type { EsimFacts, EsimKey, UnixSeconds } from '@roamwatch/core';
import { dayOf } from '../../schema/day.js';
import { keyList } from '../../sql/database/dialect.js';
import { factsQuery, placesQuery, toFacts } from '../../sql/fleet/facts.js';
import type { Connection } from '../database/connection.js';

/** For transactions, which are synchronous; `FleetStore.facts` is this. */
export function loadFacts(
  connection: Connection,
): (esims: readonly EsimKey[], at: UnixSeconds) => readonly EsimFacts[] {
  const facts = connection.prepare(factsQuery);
  const places = connection.prepare(placesQuery);
  return (esims, at) => {
    const keys = keyList(esims);
    return toFacts(facts.all({ keys, on: dayOf(at) }), places.all({ keys }), at);
  };
}
