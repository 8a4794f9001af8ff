import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { NOTHING_FORESEEN } from './clock-due.js';

/** A mark later than `at` comes from a clock that was wrong, and counts as none. */
export function markLeft(connection: Connection): FleetStore['markLeft'] {
  const update = connection.prepare((db, { since, at }: Params<{ since: number; at: number }>) =>
    db
      .updateTable('esim')
      .set({ left_list_at: at })
      .where('left_list_at', 'is', null)
      .where('id', 'in', (query) =>
        query
          .selectFrom('esim_state')
          .select('esim')
          .where((is) => is.or([is('listed_at', '<', since), is('listed_at', '>', at)])),
      ),
  );
  const forgetClock = connection.prepare((db, { at }: Params<{ at: number }>) =>
    db
      .updateTable('esim_state')
      .set(NOTHING_FORESEEN)
      .where('esim', 'in', (query) => query.selectFrom('esim').select('id').where('left_list_at', '=', at)),
  );
  return async (since, at) =>
    connection.transaction(() => {
      const left = update.run({ since, at });
      if (left > 0) forgetClock.run({ at });
      return left;
    });
}

export function missingSince(connection: Connection): FleetStore['missingSince'] {
  const select = connection.prepare(
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
  return async (since, at, limit) => select.all({ since, at, limit }).map(({ iccid }) => iccid);
}
