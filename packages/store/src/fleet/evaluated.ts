import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import { keyList, keysIn } from '../database/key-list.js';
import type { Params } from '../database/statement.js';
import type { FleetStore } from './fleet-store.js';

export function keysNotEvaluatedSince(connection: Connection): FleetStore['keysNotEvaluatedSince'] {
  const select = connection.prepare((db, { since }: Params<{ since: number }>) =>
    db
      .selectFrom('esim')
      .innerJoin('esim_state', 'esim_state.esim', 'esim.id')
      .select('id')
      .where((is) => is.or([is('evaluated_at', 'is', null), is('evaluated_at', '<', since)]))
      .where((is) =>
        is.or([
          is('left_list_at', 'is', null),
          is.exists(
            is
              .selectFrom('alert')
              .select('alert.id')
              .whereRef('alert.esim', '=', 'esim.id')
              .where('alert.state', '=', sql.lit('open')),
          ),
        ]),
      )
      .orderBy('id'),
  );
  return (since) => select.all({ since }).map((row) => row.id);
}

export function markEvaluated(connection: Connection): FleetStore['markEvaluated'] {
  const update = connection.prepare((db, { keys, at }: Params<{ keys: string; at: number }>) =>
    db.updateTable('esim_state').set({ evaluated_at: at }).where('esim', 'in', keysIn(keys)),
  );
  return (esims, at) => void update.run({ keys: keyList(esims), at });
}
