import { CANNOT_USE_DATA, type EsimKey } from '@roamwatch/core';
import { sql } from 'kysely';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Database, Params, Queries } from '../database/database.js';
import { type Dialect, keyList } from '../database/dialect.js';
import { NOTHING_FORESEEN } from './clock-due.js';

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

/** eSIMs looked at between two turns of others. */
const PAGE = 5_000;

export function unlisted(database: Database): FleetStore['unlisted'] {
  const select = database.prepare(
    (db, { after, since, at }: Params<{ after: number; since: number; at: number }>) =>
      db
        .selectFrom('esim')
        .select('id')
        .where('left_list_at', 'is', null)
        // One first seen later than now was so by a clock that was wrong.
        .where((is) => is.or([is('first_seen_at', '<', since), is('first_seen_at', '>', at)]))
        .where('id', '>', after)
        .orderBy('id')
        .limit(PAGE),
  );
  return async (listed, since, at) => {
    const found: EsimKey[] = [];
    let after: EsimKey | undefined = 0;
    while (after !== undefined) {
      await database.othersTurn();
      const page: readonly { readonly id: EsimKey }[] = await select.all({ after, since, at });
      for (const { id } of page) if (!listed.has(id)) found.push(id);
      after = page.at(-1)?.id;
    }
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
    (db, { since, keys }: Params<{ since: number; keys: string }>, { keysIn }) =>
      db
        .selectFrom('esim')
        .select((of) => [
          of.fn.countAll<number>().as('known'),
          sql<number>`count(*) filter (where id in ${keysIn(keys)})`.as('missing'),
        ])
        .where('left_list_at', 'is', null)
        .where('iccid_moved_at', 'is', null)
        .where('first_seen_at', '<', since)
        .where('status', 'not in', CANNOT_USE_DATA),
  );
  return async (since, missing) => {
    await database.othersTurn();
    return (await select.get({ since, keys: keyList(missing) })) ?? { known: 0, missing: 0 };
  };
}
