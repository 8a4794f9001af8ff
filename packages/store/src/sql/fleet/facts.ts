import type { EsimKey, StoredFacts, UnixSeconds } from '@roamwatch/core';
import type { InferResult } from 'kysely';
import type { Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';
import { inventoryInForce } from '../inventory/in-force.js';
import { READING_COLUMNS, toLastReading } from '../usage/last-reading.js';
import { EPOCH_COLUMNS, toEpoch } from './epoch.js';
import { currentEsimId } from './esim-id.js';

export function factsQuery(
  db: Queries,
  { keys, on }: Params<{ keys: string; on: number }>,
  { keysIn }: Dialect,
) {
  return db
    .selectFrom('esim')
    .innerJoin('esim_state', 'esim_state.esim', 'esim.id')
    .leftJoin('inventory', (join) => join.on(inventoryInForce(on)))
    .select([
      'id',
      currentEsimId.as('esim_id'),
      'esim.iccid',
      'status',
      'usage_check',
      'unlimited',
      'expires_at',
    ])
    .select(['first_seen_at', 'left_list_at', 'failing_since', 'unlimited_by_usage', 'days_digest'])
    .select(['label', 'cost_centre', 'project', ...READING_COLUMNS, ...EPOCH_COLUMNS])
    .where('id', 'in', keysIn(keys))
    .orderBy('id');
}

/** The places that are known of eSIMs, by name. */
export function placesQuery(db: Queries, { keys }: Params<{ keys: string }>, { keysIn }: Dialect) {
  return db
    .selectFrom('esim_place')
    .innerJoin('location', 'location.id', 'esim_place.location')
    .select(['esim', 'name'])
    .where('esim', 'in', keysIn(keys))
    .orderBy('esim')
    .orderBy('location');
}

/** Without `days` and `earlierReadings`. */
export function toFacts(
  rows: InferResult<ReturnType<typeof factsQuery>>,
  places: InferResult<ReturnType<typeof placesQuery>>,
  at: UnixSeconds,
): readonly StoredFacts[] {
  const known = byEsim(places);
  return rows.map((row): StoredFacts => {
    const reading = toLastReading(row);
    return {
      esim: row.id,
      esimId: row.esim_id,
      iccid: row.iccid,
      status: row.status,
      usageCheck: row.usage_check === 1,
      unlimited: row.unlimited === 1 || row.unlimited_by_usage === 1,
      lapsesAt: row.expires_at,
      firstSeenAt: row.first_seen_at,
      leftListAt: row.left_list_at,
      label: row.label,
      costCentre: row.cost_centre,
      project: row.project,
      reading,
      fresh: reading !== null && reading.at >= at,
      isNews: false,
      epoch: toEpoch(row),
      days: [],
      earlierReadings: [],
      knownLocations: known.get(row.id) ?? [],
      failingSince: row.failing_since,
      daysDigest: row.days_digest,
    };
  });
}

function byEsim(
  places: InferResult<ReturnType<typeof placesQuery>>,
): ReadonlyMap<EsimKey, readonly string[]> {
  const known = new Map<EsimKey, string[]>();
  for (const { esim, name } of places) {
    const own = known.get(esim);
    if (own === undefined) known.set(esim, [name]);
    else own.push(name);
  }
  return known;
}
