import { CANNOT_USE_DATA, type EsimKey } from '@roamwatch/core';
import { sql } from 'kysely';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Database, Params, Queries } from '../database/database.js';
import { type Dialect, keyList } from '../database/dialect.js';
import { inSlices } from '../database/in-slices.js';
import { SliceSize } from '../database/slice-size.js';
import { NOTHING_FORESEEN } from './clock-due.js';
import { type EsimWindow, esimWindows } from './esim-windows.js';

type Keys = Params<{ keys: string }>;

export function markLeftQuery(
  db: Queries,
  { keys, at }: Params<{ keys: string; at: number }>,
  { keysIn }: Dialect,
) {
  return db
    .updateTable('esim')
    .set({ left_list_at: at })
    .where('left_list_at', 'is', null)
    .where('id', 'in', keysIn(keys));
}

/** For those that have just left. */
export function forgetClockOfLeftQuery(db: Queries, { keys }: Keys, { keysIn }: Dialect) {
  return db.updateTable('esim_state').set(NOTHING_FORESEEN).where('esim', 'in', keysIn(keys));
}

/** eSIMs. */
const FIRST_SLICE = 2_000;
const LIMITS = { least: 250, most: 20_000 };

export function unlisted(database: Database): FleetStore['unlisted'] {
  const select = database.prepare(
    (db, { after, since, at, limit }: Params<{ after: number; since: number; at: number; limit: number }>) =>
      db
        .selectFrom('esim')
        .select('id')
        .where('left_list_at', 'is', null)
        // One first seen later than now was so by a clock that was wrong.
        .where((is) => is.or([is('first_seen_at', '<', since), is('first_seen_at', '>', at)]))
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit),
  );
  const size = new SliceSize(FIRST_SLICE, LIMITS);
  return async (listed, since, at) => {
    const found: EsimKey[] = [];
    await inSlices(database, size, 0, async (after, limit) => {
      const slice = await select.all({ after, since, at, limit });
      for (const { id } of slice) if (!listed.has(id)) found.push(id);
      return slice.length < limit ? null : (slice.at(-1)?.id ?? null);
    });
    return found;
  };
}

export function iccidsOf(database: Database): FleetStore['iccidsOf'] {
  const select = database.prepare(
    (db, { keys, limit }: Params<{ keys: string; limit: number }>, { keysIn }) =>
      db
        .selectFrom('esim')
        .select('iccid')
        .where('id', 'in', keysIn(keys))
        .where('iccid', 'is not', null)
        .where('iccid_moved_at', 'is', null)
        .orderBy('id')
        .limit(limit)
        .$narrowType<{ iccid: string }>(),
  );
  return async (esims, limit) =>
    (await select.all({ keys: keyList(esims), limit })).map(({ iccid }) => iccid);
}

export function listedBefore(database: Database): FleetStore['listedBefore'] {
  const select = database.prepare(
    (db, { since, keys, after, upTo }: Params<EsimWindow & { since: number; keys: string }>, { keysIn }) =>
      db
        .selectFrom('esim')
        .select((of) => [
          of.fn.countAll<number>().as('known'),
          sql<number>`count(*) filter (where id in ${keysIn(keys)})`.as('missing'),
        ])
        .where('left_list_at', 'is', null)
        .where('iccid_moved_at', 'is', null)
        .where('first_seen_at', '<', since)
        .where('status', 'not in', CANNOT_USE_DATA)
        .where('id', '>', after)
        .where('id', '<=', upTo),
  );
  const windows = esimWindows(database);
  return async (since, missing) => {
    const sum = { known: 0, missing: 0 };
    for await (const { after, upTo } of windows()) {
      const keys = keyList(missing.filter((key) => key > after && key <= upTo));
      const counted = await select.get({ since, keys, after, upTo });
      sum.known += counted?.known ?? 0;
      sum.missing += counted?.missing ?? 0;
    }
    return sum;
  };
}
