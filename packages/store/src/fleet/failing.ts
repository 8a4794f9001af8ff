import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import type { FleetStore } from './fleet-store.js';

export function failing(connection: Connection): FleetStore['failing'] {
  const select = connection.prepare((db, { limit }: Params<{ limit: number }>) =>
    db
      .selectFrom('esim_state')
      .innerJoin('esim', 'esim.id', 'esim_state.esim')
      .select(['iccid', 'esim_id as esimId', 'failing_since as since', 'failures as times'])
      .select('failure_reason as reason')
      .where('failing_since', 'is not', null)
      .where('left_list_at', 'is', null)
      .orderBy('failing_since')
      .orderBy('esim.id')
      .limit(limit)
      .$narrowType<{ since: number; reason: string }>(),
  );
  return (limit) => select.all({ limit });
}
