import { CANNOT_USE_DATA } from '@roamwatch/core';
import { sql } from 'kysely';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Database, Params, Queries } from '../database/database.js';
import { NOTHING_FORESEEN } from './clock-due.js';

/** A mark later than `at` comes from a clock that was wrong, and counts as none. */
export function markLeftQuery(db: Queries, { since, at }: Params<{ since: number; at: number }>) {
  return db
    .updateTable('esim')
    .set({ left_list_at: at })
    .where('left_list_at', 'is', null)
    .where('id', 'in', (query) =>
      query
        .selectFrom('esim_state')
        .select('esim')
        .where((is) => is.or([is('listed_at', '<', since), is('listed_at', '>', at)])),
    );
}

/** For those that have just left. */
export function forgetClockOfLeftQuery(db: Queries, { at }: Params<{ at: number }>) {
  return db
    .updateTable('esim_state')
    .set(NOTHING_FORESEEN)
    .where('esim', 'in', (query) => query.selectFrom('esim').select('id').where('left_list_at', '=', at));
}

export function missingSince(database: Database): FleetStore['missingSince'] {
  const select = database.prepare(
    (db, { since, at, limit }: Params<{ since: number; at: number; limit: number }>) =>
      db
        .selectFrom('esim')
        .innerJoin('esim_state', 'esim_state.esim', 'esim.id')
        .select('iccid')
        .where('left_list_at', 'is', null)
        .where('iccid', 'is not', null)
        .where('iccid_moved_at', 'is', null)
        .where((is) => is.or([is('listed_at', '<', since), is('listed_at', '>', at)]))
        .orderBy('id')
        .limit(limit)
        .$narrowType<{ iccid: string }>(),
  );
  return async (since, at, limit) => {
    await database.othersTurn();
    return (await select.all({ since, at, limit })).map(({ iccid }) => iccid);
  };
}

export function listedBefore(database: Database): FleetStore['listedBefore'] {
  const select = database.prepare((db, { since, at }: Params<{ since: number; at: number }>) =>
    db
      .selectFrom('esim')
      .innerJoin('esim_state', 'esim_state.esim', 'esim.id')
      .select((of) => [
        of.fn.countAll<number>().as('known'),
        sql<number>`count(*) filter (where listed_at < ${since} or listed_at > ${at})`.as('missing'),
      ])
      .where('left_list_at', 'is', null)
      .where('iccid_moved_at', 'is', null)
      .where('first_seen_at', '<', since)
      .where('status', 'not in', CANNOT_USE_DATA),
  );
  return async (since, at) => {
    await database.othersTurn();
    return (await select.get({ since, at })) ?? { known: 0, missing: 0 };
  };
}
