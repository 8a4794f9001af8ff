import type { EsimFacts, EsimKey, UnixSeconds } from '@roamwatch/core';
import { dayOf } from '../../schema/day.js';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';
import { inventoryInForce } from '../inventory/in-force.js';
import { READING_COLUMNS, toLastReading } from '../usage/last-reading.js';
import { EPOCH_COLUMNS, toEpoch } from './epoch.js';

/** For transactions, which are synchronous; `FleetStore.facts` is this. */
export function loadFacts(
  connection: Connection,
): (esims: readonly EsimKey[], at: UnixSeconds) => readonly EsimFacts[] {
  const select = connection.prepare((db, { keys, on }: Params<{ keys: string; on: number }>) =>
    db
      .selectFrom('esim')
      .innerJoin('esim_state', 'esim_state.esim', 'esim.id')
      .leftJoin('inventory', (join) => join.on(inventoryInForce(on)))
      .select(['id', 'esim_id', 'esim.iccid', 'status', 'usage_check', 'unlimited', 'expires_at'])
      .select(['first_seen_at', 'left_list_at', 'failing_since'])
      .select(['label', 'cost_centre', 'project', ...READING_COLUMNS, ...EPOCH_COLUMNS])
      .where('id', 'in', keysIn(keys))
      .orderBy('id'),
  );
  const placesOf = knownPlaces(connection);

  return (esims, at) => {
    const keys = keyList(esims);
    const places = placesOf(keys);
    return select.all({ keys, on: dayOf(at) }).map((row): EsimFacts => {
      const reading = toLastReading(row);
      return {
        esim: row.id,
        esimId: row.esim_id,
        iccid: row.iccid,
        status: row.status,
        usageCheck: row.usage_check === 1,
        unlimited: row.unlimited === 1,
        lapsesAt: row.expires_at,
        firstSeenAt: row.first_seen_at,
        leftListAt: row.left_list_at,
        label: row.label,
        costCentre: row.cost_centre,
        project: row.project,
        reading,
        fresh: reading !== null && reading.at >= at,
        epoch: toEpoch(row),
        days: [],
        earlierReadings: [],
        knownLocations: places.get(row.id) ?? [],
        failingSince: row.failing_since,
      };
    });
  };
}

function knownPlaces(connection: Connection): (keys: string) => ReadonlyMap<EsimKey, readonly string[]> {
  const select = connection.prepare((db, { keys }: Params<{ keys: string }>) =>
    db
      .selectFrom('esim_place')
      .innerJoin('location', 'location.id', 'esim_place.location')
      .select(['esim', 'name'])
      .where('esim', 'in', keysIn(keys)),
  );
  return (keys) => {
    const places = new Map<EsimKey, string[]>();
    for (const { esim, name } of select.all({ keys })) {
      const known = places.get(esim);
      if (known === undefined) places.set(esim, [name]);
      else known.push(name);
    }
    return places;
  };
}
